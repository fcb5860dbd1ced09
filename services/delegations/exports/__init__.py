"""A published timetable as files: printed, as a workbook, as a table of text, as a calendar."""
