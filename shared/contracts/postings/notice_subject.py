"""What is published of the subject of threat notices: which notice has the one draft about it that may be open."""

from typing import Literal

from shared.contracts.postings.fact import PostingsFact


class NoticeDraftOpened(PostingsFact):
    """While this draft is open, no other notice about the subject may be drafted."""

    type: Literal["postings.NoticeDraftOpened"] = "postings.NoticeDraftOpened"
    subject: str
    notice: str


class NoticeDraftClosed(PostingsFact):
    """The draft was issued or given up, or its notice is over."""

    type: Literal["postings.NoticeDraftClosed"] = "postings.NoticeDraftClosed"
    subject: str
    notice: str


NoticeSubjectEvent = NoticeDraftOpened | NoticeDraftClosed
