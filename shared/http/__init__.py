"""HTTP as every service speaks it: app factory, problems, identity, idempotency, health."""
