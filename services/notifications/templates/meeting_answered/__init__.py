"""To the post and the counterpart: a party comes, or does not."""
