"""The network: posts, their positions, and the postings of officers to them."""
