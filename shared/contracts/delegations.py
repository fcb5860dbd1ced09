"""What the delegations service publishes: fairs, companies, delegations and buyer-meeting days."""

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.eventing.event import Event

Side = Literal["company", "buyer"]
Answer = Literal["accepted", "declined"]


class DelegationsFact(Event):
    topic: ClassVar[str] = "liaison.delegations"


class Part(BaseModel):
    """A value inside an event."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class FairAnnounced(DelegationsFact):
    type: Literal["delegations.FairAnnounced"] = "delegations.FairAnnounced"
    fair: str
    name: str
    edition: str
    country: str
    starts_on: date
    ends_on: date


class CompanyRegistered(DelegationsFact):
    """A company is known; `contact` is the id of the person to write to; some real fair files lack the `country`.

    `categories` are what the company declares of itself, beside those of the lists it stands on.
    """

    type: Literal["delegations.CompanyRegistered"] = "delegations.CompanyRegistered"
    company: str
    name: str
    country: str | None = None
    categories: tuple[str, ...] = ()
    website: str | None = None
    contact: str | None = None


class CompanyChanged(DelegationsFact):
    """The company's particulars are now these."""

    type: Literal["delegations.CompanyChanged"] = "delegations.CompanyChanged"
    company: str
    name: str
    country: str | None = None
    categories: tuple[str, ...] = ()
    website: str | None = None
    contact: str | None = None


class CompanyExhibited(DelegationsFact):
    """The company stands on the exhibitor list of a fair, under these categories of that list."""

    type: Literal["delegations.CompanyExhibited"] = "delegations.CompanyExhibited"
    company: str
    fair: str
    categories: tuple[str, ...] = ()


class DelegationRegistered(DelegationsFact):
    type: Literal["delegations.DelegationRegistered"] = "delegations.DelegationRegistered"
    delegation: str
    fair: str
    country: str
    head: str
    interests: tuple[str, ...]


class DelegationConfirmed(DelegationsFact):
    type: Literal["delegations.DelegationConfirmed"] = "delegations.DelegationConfirmed"
    delegation: str
    fair: str
    country: str
    head: str
    interests: tuple[str, ...]


class DelegationRefused(DelegationsFact):
    type: Literal["delegations.DelegationRefused"] = "delegations.DelegationRefused"
    delegation: str
    fair: str
    country: str
    head: str
    reason: str


class Match(Part):
    """Why this company: the categories that it shares with the delegation's interests."""

    company: str
    because: tuple[str, ...]


class ExhibitorsMatched(DelegationsFact):
    """The French exhibitors of the fair whose categories meet a confirmed delegation's interests."""

    type: Literal["delegations.ExhibitorsMatched"] = "delegations.ExhibitorsMatched"
    delegation: str
    fair: str
    country: str
    matches: tuple[Match, ...]


class DayPlanned(DelegationsFact):
    """A buyer-meeting day in the country of a post; `slots` are UTC instants, `time_zone` is where the clocks stand."""

    type: Literal["delegations.DayPlanned"] = "delegations.DayPlanned"
    day: str
    title: str
    post: str
    country: str
    venue: str
    held_on: date
    time_zone: str
    slots: tuple[datetime, ...]
    slot_minutes: int
    tables: int


class ParticipantJoined(DelegationsFact):
    """A company or a buyer takes part; `absent` are the numbers, from 0, of the slots in which it cannot meet."""

    type: Literal["delegations.ParticipantJoined"] = "delegations.ParticipantJoined"
    day: str
    participant: str
    side: Side
    name: str
    contact: str
    absent: tuple[int, ...] = ()


class MeetingRequested(DelegationsFact):
    type: Literal["delegations.MeetingRequested"] = "delegations.MeetingRequested"
    day: str
    meeting: str
    company: str
    buyer: str
    requested_by: Side


class Placed(Part):
    """A meeting with its place in a timetable; slots count from 0, tables from 1."""

    meeting: str
    slot: int
    table: int


class TimetableDrafted(DelegationsFact):
    """A timetable was solved; `breaks` is what it costs, `bound` the least that any timetable can cost."""

    type: Literal["delegations.TimetableDrafted"] = "delegations.TimetableDrafted"
    day: str
    timetable: str
    meetings: tuple[Placed, ...]
    breaks: int
    bound: int


class TimetableReviewed(DelegationsFact):
    type: Literal["delegations.TimetableReviewed"] = "delegations.TimetableReviewed"
    day: str
    timetable: str


class Appointment(Part):
    """A meeting as its parties need to know it; `sequence` is iCalendar's, rising with each change."""

    meeting: str
    company: str
    buyer: str
    starts_at: datetime
    ends_at: datetime
    table: int
    sequence: int


class TimetablePublished(DelegationsFact):
    type: Literal["delegations.TimetablePublished"] = "delegations.TimetablePublished"
    day: str
    timetable: str
    post: str
    appointments: tuple[Appointment, ...]


class MeetingAnswered(DelegationsFact):
    """One party of a published meeting said at `answered_at` whether it comes; its latest answer counts."""

    type: Literal["delegations.MeetingAnswered"] = "delegations.MeetingAnswered"
    day: str
    post: str
    appointment: Appointment
    participant: str
    counterpart: str
    answer: Answer
    answered_at: datetime


class MeetingCancelled(DelegationsFact):
    type: Literal["delegations.MeetingCancelled"] = "delegations.MeetingCancelled"
    day: str
    post: str
    appointment: Appointment
    reason: str


FairEvent = FairAnnounced
CompanyEvent = CompanyRegistered | CompanyChanged | CompanyExhibited
DelegationEvent = DelegationRegistered | DelegationConfirmed | DelegationRefused | ExhibitorsMatched
DayEvent = (
    DayPlanned
    | ParticipantJoined
    | MeetingRequested
    | TimetableDrafted
    | TimetableReviewed
    | TimetablePublished
    | MeetingAnswered
    | MeetingCancelled
)
DelegationsEvent = Annotated[FairEvent | CompanyEvent | DelegationEvent | DayEvent, Field(discriminator="type")]
