"""To a person: accredited to a fair, with the link to the second form."""
