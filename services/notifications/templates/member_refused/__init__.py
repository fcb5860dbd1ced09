"""To a person: accreditation to a fair is refused."""
