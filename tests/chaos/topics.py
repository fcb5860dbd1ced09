"""Reads topics as a plain consumer of committed messages does, from their beginning to their end."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, TopicPartition

QUIET = 1500  # milliseconds without a message, after which a topic that is not written to has been read
PARTITIONS = 12


@dataclass(frozen=True)
class Message:
    """An event as it lies on a topic."""

    source: str
    stream: str
    sequence: int
    body: bytes


async def everything(kafka: str, topics: Sequence[str]) -> list[Message]:
    """All messages of these topics, those of a partition in their order. Raises KafkaError."""
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka, isolation_level="read_committed", auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.assign([TopicPartition(topic, number) for topic in topics for number in range(PARTITIONS)])
        messages: list[Message] = []
        while found := await consumer.getmany(timeout_ms=QUIET):
            for batch in found.values():
                for one in batch:
                    about = dict(one.headers)
                    messages.append(
                        Message(
                            source=about["ce_source"].decode(),
                            stream=about["ce_subject"].decode(),
                            sequence=int(about["ce_sequence"]),
                            body=one.value,
                        )
                    )
        return messages
    finally:
        await consumer.stop()
