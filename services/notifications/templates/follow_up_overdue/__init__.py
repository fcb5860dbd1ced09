"""To a side of a meeting: the day is over by which it meant to do its next step."""
