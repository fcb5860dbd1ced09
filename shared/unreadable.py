"""What is wrong with a file that somebody sent, told so that it can be found there."""

from pydantic import ValidationError


class Unreadable(ValueError):
    """The text is not what it should be; says in words where."""

    def __init__(self, line: int, column: int, reason: str) -> None:
        super().__init__(f"line {line}, column {column}: {reason}")
        self.line, self.column, self.reason = line, column, reason


def reasons(error: ValidationError) -> str:
    """What pydantic found, in one line; what stands in the file is not repeated."""
    return "; ".join(
        f"{'.'.join(str(part) for part in found['loc']) or 'row'}: {found['msg'].removeprefix('Value error, ')}"
        for found in error.errors(include_url=False, include_input=False)
    )
