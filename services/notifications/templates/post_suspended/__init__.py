"""To embassy and post, and to the post that takes over: the post is suspended."""
