"""Runs the postings service: `python -m services.postings [api|relay|consumers]`."""

from shared.launch import launch

if __name__ == "__main__":
    launch("postings")
