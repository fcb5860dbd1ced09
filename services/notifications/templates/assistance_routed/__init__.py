"""To a post: a request for assistance has come to it."""
