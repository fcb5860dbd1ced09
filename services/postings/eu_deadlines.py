"""Reminds the posts of EU positions on which views are due soon, once of each."""

from services.postings.domain.eu_position import EU_POSITION, Remind
from services.postings.views.eu_positions import EU_POSITIONS
from shared.chasing import Due, chasing
from shared.eventing.store import Task

PAUSE = 5.0  # seconds between two looks

eu_deadlines = chasing(
    "eu-deadlines",
    PAUSE,
    Due(
        EU_POSITIONS,
        lambda at: {"ask_at": {"$lte": at}},
        lambda position, at: Task(EU_POSITION, position["id"], Remind(at)),
    ),
)
