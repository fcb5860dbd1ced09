"""To post and officer: an approval is waited for."""
