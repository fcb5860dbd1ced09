"""What is published of who heads a post, whichever of its positions for a head that is in."""

from datetime import date
from typing import Literal

from shared.contracts.postings.fact import PostingsFact


class PostHeadTaken(PostingsFact):
    """The officer heads the post from this day, through `last_day` where that is known already.

    Through `overlap_until` whoever headed it before is still there to hand over, as was declared.
    """

    type: Literal["postings.PostHeadTaken"] = "postings.PostHeadTaken"
    post: str
    posting: str
    officer: str
    started_on: date
    last_day: date | None = None
    overlap_until: date | None = None


class PostHeadLeft(PostingsFact):
    """`last_day` is the last on which the posting heads the post."""

    type: Literal["postings.PostHeadLeft"] = "postings.PostHeadLeft"
    post: str
    posting: str
    last_day: date


HeadshipEvent = PostHeadTaken | PostHeadLeft
