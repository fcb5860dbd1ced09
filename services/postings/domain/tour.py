"""How long a tour lasts: so many months from its first day."""

from datetime import date, timedelta


def tour_end(first: date, months: int) -> date:
    """The last day of a tour of so many months; one that begins on the 31st ends with a shorter month."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=first.day - 1), following) - timedelta(days=1)
