"""To headquarters: a milestone or a report of an EU project is due, or will be."""
