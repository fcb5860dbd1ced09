"""To a post: there is a request for information, or an answer to one; never what it says."""
