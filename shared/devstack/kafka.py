"""Apache Kafka as a child process: one node that is broker and controller (KRaft), its data kept in `home/kafka`."""

from pathlib import Path

from aiokafka.conn import create_conn
from aiokafka.errors import KafkaError
from aiokafka.protocol.metadata import MetadataRequest

from shared.devstack.child import Child, NotReady

CLUSTER = "liaison-devstack-kafka"  # 22 characters of base64url, the form of a cluster id
JVM = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"]
FOR_EVER = "2147483647"  # minutes, the largest that Kafka takes

ONE_NODE = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "auto.create.topics.enable": "false",
    "group.initial.rebalance.delay.ms": "0",
    "offsets.topic.num.partitions": "3",
    "offsets.topic.replication.factor": "1",
    "offsets.retention.minutes": FOR_EVER,
    "transaction.state.log.num.partitions": "3",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "log.retention.ms": "-1",
    "log.cleaner.dedupe.buffer.size": "16777216",
    # A broker that was killed is let in again only when its former session has ended. Measured from the start after
    # SIGKILL to the first answer: 12.1 s with Kafka's own 9000 ms, 4.9 s with 2000 ms.
    "broker.session.timeout.ms": "2000",
    "broker.heartbeat.interval.ms": "300",
}


async def start(home: Path, java: str, jars: Path, port: int, controller_port: int) -> Child:
    """Start Kafka on 127.0.0.1:`port`, with a formatted data directory; the ports may differ from the last run's.

    Raises ChildFailed where it does not answer a metadata request within 60 seconds.
    """
    own = home / "kafka"
    properties = own / "server.properties"
    own.mkdir(parents=True, exist_ok=True)
    properties.write_text("".join(f"{key}={value}\n" for key, value in _settings(own, port, controller_port).items()))
    program = [java, *JVM, "-cp", f"{jars}/*"]
    formatted = own / "formatted"
    if not formatted.exists():
        tool = ["kafka.tools.StorageTool", "format", "--ignore-formatted", "-t", CLUSTER, "-c", str(properties)]
        await Child("kafka-format", program + tool, home=home).finish()
        formatted.touch()
    broker = Child("kafka", [*program, "kafka.Kafka", str(properties)], home=home, probe=lambda: probe(port))
    await broker.start()
    return broker


async def probe(port: int) -> None:
    """Ask the broker on loopback for its metadata; raises NotReady until it lists itself as a member of its cluster."""
    try:
        connection = await create_conn("127.0.0.1", port, request_timeout_ms=2000)
        try:
            metadata = await connection.send(MetadataRequest([]))
        finally:
            connection.close()
    except KafkaError as answer:
        raise NotReady(str(answer)) from answer
    if not metadata.brokers:
        raise NotReady("no broker has joined the cluster yet")


def _settings(own: Path, port: int, controller_port: int) -> dict[str, str]:
    here = f"PLAINTEXT://127.0.0.1:{port}"
    return ONE_NODE | {
        # A list of voters, not a quorum written into the data: so the controller's port may change between two runs.
        "controller.quorum.voters": f"1@127.0.0.1:{controller_port}",
        "listeners": f"{here},CONTROLLER://127.0.0.1:{controller_port}",
        "advertised.listeners": here,
        "log.dirs": str(own / "data"),
    }
