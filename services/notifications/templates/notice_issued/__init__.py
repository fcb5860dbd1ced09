"""To those whom a threat notice is for: what is the matter, and a link that says it was read."""
