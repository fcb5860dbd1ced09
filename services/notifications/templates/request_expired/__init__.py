"""To whoever asked for a meeting: nobody accepted it in time."""
