"""To a company: that it is suspended, or may take part again."""
