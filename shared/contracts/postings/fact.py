"""What every event of the postings service has: its topic, and the terms that several of them use."""

from typing import ClassVar, Literal

from shared.eventing.event import Event

Directorate = Literal["police", "gendarmerie"]
CurtailmentReason = Literal["medical", "clearance", "service-need", "compassionate", "persona-non-grata", "other"]


class PostingsFact(Event):
    topic: ClassVar[str] = "liaison.postings"
