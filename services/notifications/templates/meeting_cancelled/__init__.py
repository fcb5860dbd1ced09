"""To both parties: a meeting does not take place."""
