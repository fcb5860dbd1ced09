"""Posts, positions and postings brought in from files: what the rows may say, and what each would change."""
