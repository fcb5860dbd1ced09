"""To the post and both directorates: somebody is proposed, and they are asked."""
