"""Runs the postings service: `python -m services.postings [api|relay|consumers]`."""

from services.postings.service import build
from shared.service import main

if __name__ == "__main__":
    main(build)
