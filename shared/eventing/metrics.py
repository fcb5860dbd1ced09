"""What the backbone counts and times, in Prometheus's terms; labels are names of parts, never of people or things."""

from prometheus_client import Counter, Gauge, Histogram

DELAYS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600)  # seconds

APPENDED = Counter("liaison_events_appended", "Events appended to streams", ["category"])
RELAYED = Counter("liaison_events_relayed", "Events and records acknowledged by Kafka", ["outbox"])
RELAY_DELAY = Histogram(
    "liaison_relay_delay_seconds", "From the commit to Kafka's acknowledgement", ["outbox"], buckets=DELAYS
)
LEASE_HELD = Gauge("liaison_relay_lease_held", "1 where this process holds the outbox's lease", ["outbox"])
VIEW_DELAY = Histogram("liaison_view_delay_seconds", "From the commit to the view's document", ["view"], buckets=DELAYS)
CONSUMED = Counter("liaison_events_consumed", "Events by what became of them", ["consumer", "outcome"])
LAG = Gauge("liaison_consumer_lag", "Messages not yet handled", ["consumer", "topic", "partition"])
PARKED = Gauge("liaison_parked_events", "Events that wait for an operator", ["consumer"])
REBUILD = Gauge("liaison_rebuild_progress_ratio", "How much of the topics a rebuild has read", ["view"])
