"""A SIREN: the nine digits by which a company is known in France, the last of which checks the others."""

DIGITS = 9


def siren(text: str) -> str | None:
    """The nine digits without blanks, or None where they are no SIREN: by Luhn's rule their sum must end in 0.

    La Poste's 356000000 keeps the rule; only the SIRETs of its offices do not, and those are not asked for here.
    """
    digits = "".join(text.split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdecimal()) or digits == "0" * DIGITS:
        return None
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return digits if sum(sum(divmod(value, 10)) for value in doubled) % 10 == 0 else None
