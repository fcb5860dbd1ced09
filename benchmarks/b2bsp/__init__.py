"""The product's timetable model against the published optima of the business-to-business meeting benchmark."""
