"""The backbone: deciders, the event store that is its own outbox, the relay, the bus, views, reactions and records.

It knows no domain. In the order in which a command travels: `decider`, `store`, `relay`, `bus`, `consumer`, then `view`
or `reaction`.
"""
