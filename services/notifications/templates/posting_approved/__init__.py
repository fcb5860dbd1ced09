"""To embassy, post and officer: both directorates agree."""
