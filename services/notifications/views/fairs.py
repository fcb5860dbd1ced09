"""The names and dates of the fairs."""

from services.notifications.views.latest import latest
from shared.contracts.delegations.fair import FairAnnounced

FAIRS = latest("fairs", FairAnnounced, key="fair")
