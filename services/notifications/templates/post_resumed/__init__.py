"""To embassy and post: the suspension is over."""
