"""Runs the delegations service: `python -m services.delegations [api|relay|consumers]`."""

from shared.launch import launch

if __name__ == "__main__":
    launch("delegations")
