"""To a post: it hosts a buyer-meeting day; to a partner: it holds one with us."""
