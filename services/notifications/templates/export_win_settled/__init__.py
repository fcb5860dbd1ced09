"""To a post: the company has signed off, or disputed, a win of its request."""
