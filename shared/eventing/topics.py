"""Topics are declared, never made by accident."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code


@dataclass(frozen=True)
class Topic:
    """A topic with its configuration in Kafka's own terms; it is replicated as the brokers do by default."""

    name: str
    partitions: int = 12
    config: dict[str, str] = field(default_factory=lambda: {"retention.ms": "-1"})


def compacted(name: str) -> Topic:
    """A topic that keeps the last record per key; a tombstone stays a year for consumers that were away."""
    config = {"cleanup.policy": "compact", "delete.retention.ms": str(365 * 24 * 3600 * 1000), "segment.ms": "86400000"}
    return Topic(name, config=config)


async def create(bootstrap: str, topics: Iterable[Topic]) -> None:
    """Create those that are missing. Raises KafkaError."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        await admin.start()
        answer = await admin.create_topics([_new(topic) for topic in topics])
        for name, code, *detail in answer.topic_errors:
            error = for_code(code)
            if code and error is not TopicAlreadyExistsError:
                raise error(f"topic {name}: {detail}")
    finally:
        await admin.close()


def _new(topic: Topic) -> NewTopic:
    new = NewTopic(topic.name, topic.partitions, 1, topic_configs=topic.config)
    new.replication_factor = -1  # the brokers' default: the protocol knows it, the constructor does not
    return new
