"""The message to whoever begins or ceases to act for a company."""
