"""Runs the notifications service: `python -m services.notifications [api|relay|consumers]`."""

from services.notifications.service import build
from shared.service import main

if __name__ == "__main__":
    main(build)
