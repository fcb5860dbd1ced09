"""To whoever is next: a threat notice that was not acknowledged in time."""
