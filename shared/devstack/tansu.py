"""Tansu as a child process: speaks Kafka's protocol, keeps everything in memory, and knows no idempotent producer."""

from pathlib import Path

from shared.devstack import kafka
from shared.devstack.child import Child

WARNING = (
    "Neither Maven nor Kafka's jars are here: Tansu stands in for Kafka, IN MEMORY. "
    "Nothing of this run survives its stop, and events may be sent twice."
)


async def start(home: Path, program: str, port: int) -> Child:
    """Start Tansu on 127.0.0.1:`port`; raises ChildFailed where it does not answer within 30 seconds."""
    address = f"tcp://127.0.0.1:{port}"
    where = ["--listener-url", address, "--advertised-listener-url", address, "--storage-engine", "memory://tansu/"]
    broker = Child("tansu", [program, "broker", *where], home=home, probe=lambda: kafka.probe(port), within=30)
    await broker.start()
    return broker
