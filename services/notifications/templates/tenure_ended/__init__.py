"""To the officer: the own tenure ends."""
