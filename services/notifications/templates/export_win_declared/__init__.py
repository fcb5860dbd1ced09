"""To a company: an export win of its own waits for its signature."""
