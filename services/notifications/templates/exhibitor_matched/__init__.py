"""To exhibitors: a delegation seeks what they offer."""
