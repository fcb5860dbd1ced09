"""The scheduler of a buyer-meeting day: a problem in, a timetable out; knows no event, no database, no clock."""
