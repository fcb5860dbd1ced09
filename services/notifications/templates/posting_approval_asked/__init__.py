"""To the post: both directorates are asked about somebody who may come."""
