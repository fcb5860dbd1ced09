"""To whoever is asked for a meeting: who asks, and whether that waits for an answer."""
