"""Tests against real Kafka, MongoDB and a mail sink."""
