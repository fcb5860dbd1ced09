"""To embassy and post: a further country is covered from there, or no longer is."""
