"""Runs the notifications service: `python -m services.notifications [api|relay|consumers]`."""

from shared.launch import launch

if __name__ == "__main__":
    launch("notifications")
