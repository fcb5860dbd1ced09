"""Rules of the delegations service."""
