"""What the html parts of all messages share: the page around them, its pieces, and its words in each language."""
