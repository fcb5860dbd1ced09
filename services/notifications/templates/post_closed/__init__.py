"""To embassy and post: the post closes."""
