"""The buyer-meeting days: title, venue, time zone."""

from services.notifications.views.latest import latest
from shared.contracts.delegations.day import DayPlanned

DAYS = latest("days", DayPlanned, key="day")
