"""What is published of a tenure that began before this register did, and was brought in from older records."""

from datetime import date
from typing import Literal

from shared.contracts.postings.fact import CurtailmentReason
from shared.contracts.postings.posting_course import OfPosting


class PostingRecorded(OfPosting):
    """The officer has held the position from `started_on`, through `ended_on` where the tenure is over.

    Nothing is known here of how it was approved, and nobody need be told of it. `ends_on` is the estimated last day,
    or the last day itself; `curtailment` says why it ended before its time; through `overlap_until` whoever held the
    position before stayed.
    """

    type: Literal["postings.PostingRecorded"] = "postings.PostingRecorded"
    started_on: date
    ends_on: date
    arrived_on: date | None = None
    ended_on: date | None = None
    curtailment: CurtailmentReason | None = None
    overlap_until: date | None = None
