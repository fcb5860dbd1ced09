"""To embassy, post and officer: the tenure lasts longer."""
