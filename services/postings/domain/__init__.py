"""The rules of the network, pure: posts, positions, postings, and the succession that changes two of them at once."""
