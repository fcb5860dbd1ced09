"""The scheduler of a buyer-meeting day."""
