"""To a head of delegation: the Partnerships Office has refused."""
