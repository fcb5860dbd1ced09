"""To a post: a company asks about its note; to the company: the post has answered."""
