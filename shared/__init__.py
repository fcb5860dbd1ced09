"""What every service builds on: the published language, the event backbone, HTTP, MongoDB, settings, logging."""
