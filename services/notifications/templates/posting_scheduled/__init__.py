"""To embassy, post and officer: the days are settled."""
