"""What this service remembers of the others' events, to fill in names and addresses when it sends."""
