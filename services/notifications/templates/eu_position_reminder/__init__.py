"""To each post from which views on an EU position are missing: they are due soon."""
