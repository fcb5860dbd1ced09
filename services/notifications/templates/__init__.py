"""One folder per message: its rule, and its words in each language."""
