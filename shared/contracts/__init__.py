"""The published language: one module per publishing service, and the records of people."""
