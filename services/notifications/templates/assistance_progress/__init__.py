"""To a company: its request for assistance is accepted or answered."""
