"""To a person: an invitation to a fair, with the link that registers this person and nobody else."""
