"""To the other party of a request for a meeting: it is accepted, declined or withdrawn."""
