"""What this service does when something has happened, here or in another service: one module per concern."""
