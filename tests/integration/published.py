"""Events put on a topic as the relay puts them there, in transactions, without a store."""

from collections.abc import Sequence
from uuid import uuid4

from aiokafka import AIOKafkaProducer

from shared.clock import now
from shared.eventing.cloudevents import headers
from shared.eventing.event import Recorded
from tests.integration.counter import Added, Closed

SOURCE = "/test"


def added(id: str, *sequences: int) -> list[Recorded]:
    """Events that add 1 to a counter each."""
    return [recorded(Added(counter=id, amount=1), sequence) for sequence in sequences]


def recorded(event: Added | Closed, sequence: int) -> Recorded:
    return Recorded(event, f"counter-{event.counter}", sequence, now(), SOURCE, "talk")


async def publish(kafka: str, topic: str, *events: Sequence[Recorded]) -> None:
    """One transaction for each list; those of the last one are aborted events of the same streams, never to be seen."""
    producer = AIOKafkaProducer(bootstrap_servers=kafka, transactional_id=uuid4().hex)
    await producer.start()
    try:
        for transaction in events:
            async with producer.transaction():
                await _send(producer, topic, transaction)
        if events:
            await producer.begin_transaction()
            await _send(producer, topic, events[-1][:1])
            await producer.abort_transaction()
    finally:
        await producer.stop()


async def _send(producer: AIOKafkaProducer, topic: str, events: Sequence[Recorded]) -> None:
    for one in events:
        context = headers(
            type=one.event.type, source=one.source, stream=one.stream, sequence=one.sequence, time=one.time,
            correlationid=one.correlation,
        )  # fmt: skip
        await producer.send(topic, key=one.stream.encode(), value=one.event.model_dump_json().encode(), headers=context)
    await producer.flush()
