"""To a company: whether it is selected for a buyer-meeting day."""
