"""To a company: whether it is approved, after it had entered itself."""
