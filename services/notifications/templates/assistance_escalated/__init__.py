"""To post and embassy: a request for assistance was not answered in time."""
