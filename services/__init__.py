"""The services, each with its own database and topics; none imports another."""
