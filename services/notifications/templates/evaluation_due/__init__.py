"""To the post: what is left of a technical action is to be evaluated."""
