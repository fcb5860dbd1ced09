"""To embassy and post: the officer is in the country."""
