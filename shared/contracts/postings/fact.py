"""What every event of the postings service has: its topic, and the terms that several of them use."""

from typing import ClassVar, Literal

from shared.eventing.event import Event

Directorate = Literal["police", "gendarmerie"]


class PostingsFact(Event):
    topic: ClassVar[str] = "liaison.postings"
