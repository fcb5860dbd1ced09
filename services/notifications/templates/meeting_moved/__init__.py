"""To both parties: after a repair of the timetable, a meeting has another time or table, or is held besides."""
