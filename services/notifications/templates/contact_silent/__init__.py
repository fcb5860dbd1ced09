"""To a post: one of its contacts has been silent for too long; never who it is."""
