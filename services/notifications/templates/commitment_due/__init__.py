"""To the post: what was promised on a high-level visit is due."""
