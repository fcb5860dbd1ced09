"""The topics of the house: what exists on the bus, and nothing else."""

from shared.contracts.delegations.fact import DelegationsFact
from shared.contracts.notifications.fact import NotificationsFact
from shared.contracts.people import DELEGATIONS_PEOPLE, POSTINGS_PEOPLE
from shared.contracts.postings.fact import PostingsFact
from shared.eventing.topics import Topic, compacted

TOPICS = (
    Topic(PostingsFact.topic),
    Topic(DelegationsFact.topic),
    Topic(NotificationsFact.topic),
    compacted(POSTINGS_PEOPLE),
    compacted(DELEGATIONS_PEOPLE),
)
