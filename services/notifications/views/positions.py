"""The titles of the positions in the posts."""

from services.notifications.views.latest import latest
from shared.contracts.postings.position import PositionCreated

POSITIONS = latest("positions", PositionCreated, key="position")
