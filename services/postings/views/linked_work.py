"""All work that can serve a priority, of whatever kind: one document per piece of work, with how far it has come.

A new kind of work comes in with a line of MENTIONS for each of its events that tells whether it is planned, done,
dropped, or what was obtained. Its events may have `priority`, `post`, `country` or `countries`, and `title`.
Work that is shared by several posts, as an EU position, has no `post` and several `posts`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from shared.contracts.postings.agreement import (
    AgreementAbandoned,
    AgreementEnteredIntoForce,
    AgreementOpened,
    AgreementSigned,
)
from shared.contracts.postings.contact import (
    ContactInteractionRecorded,
    ContactRegistered,
    ContactRevised,
    ContactTransferred,
)
from shared.contracts.postings.environment_note import EnvironmentNoteApproved, EnvironmentNoteDrafted
from shared.contracts.postings.eu_position import (
    EuPositionInstructed,
    EuPositionPresented,
    EuViewGathered,
)
from shared.contracts.postings.eu_project import (
    EuProjectClosed,
    EuProjectDesigned,
    EuProjectGranted,
    EuProjectMissionCarriedOut,
    EuProjectRejected,
)
from shared.contracts.postings.high_level_visit import (
    HighLevelVisitCancelled,
    HighLevelVisitCommitmentFulfilled,
    HighLevelVisitHeld,
    HighLevelVisitPlanned,
)
from shared.contracts.postings.information_request import (
    InformationRequestAnswered,
    InformationRequestFiled,
    InformationRequestRefused,
    InformationRequestTransferred,
    InformationRequestWithdrawn,
)
from shared.contracts.postings.notice import NoticeIssued, NoticeUpdated
from shared.contracts.postings.priority import PriorityWorkLinked, PriorityWorkUnlinked
from shared.contracts.postings.technical_action import (
    TechnicalActionApproved,
    TechnicalActionCancelled,
    TechnicalActionCompleted,
    TechnicalActionEvaluated,
    TechnicalActionRefused,
    TechnicalActionRequested,
)
from shared.eventing.event import Event
from shared.eventing.view import Document, View

Stage = Literal["proposed", "planned", "done", "dropped"]


@dataclass(frozen=True, slots=True)
class Mention:
    """An event of a piece of work: `id` is the field with its id, `stage` where it stands from then on, if that
    changes, `obtained` the field that says what was obtained, `inside` the one that holds title, countries and
    priority where they do not stand in the event itself. `further` means that the event's priority is served besides
    the work's own one, which it does not replace.
    """

    kind: str
    id: str
    stage: Stage | None = None
    obtained: str | None = None
    inside: str | None = None
    further: bool = False


MENTIONS: Mapping[type[Event], Mention] = {
    TechnicalActionRequested: Mention("technical-action", "action", "proposed"),
    TechnicalActionApproved: Mention("technical-action", "action", "planned"),
    TechnicalActionRefused: Mention("technical-action", "action", "dropped"),
    TechnicalActionCancelled: Mention("technical-action", "action", "dropped"),
    TechnicalActionCompleted: Mention("technical-action", "action", "done"),
    TechnicalActionEvaluated: Mention("technical-action", "action", obtained="conclusion"),
    AgreementOpened: Mention("agreement", "agreement", "planned"),
    AgreementSigned: Mention("agreement", "agreement", "done"),
    AgreementEnteredIntoForce: Mention("agreement", "agreement", "done"),
    AgreementAbandoned: Mention("agreement", "agreement", "dropped"),
    HighLevelVisitPlanned: Mention("high-level-visit", "visit", "planned"),
    HighLevelVisitHeld: Mention("high-level-visit", "visit", "done"),
    HighLevelVisitCancelled: Mention("high-level-visit", "visit", "dropped"),
    HighLevelVisitCommitmentFulfilled: Mention("high-level-visit", "visit", obtained="outcome"),
    EuProjectDesigned: Mention("eu-project", "project", "proposed"),
    EuProjectRejected: Mention("eu-project", "project", "dropped"),
    EuProjectGranted: Mention("eu-project", "project", "planned"),
    EuProjectMissionCarriedOut: Mention("eu-project", "project", obtained="outcome"),
    EuProjectClosed: Mention("eu-project", "project", "done", obtained="outcome"),
    EuPositionInstructed: Mention("eu-position", "position", "planned"),
    EuPositionPresented: Mention("eu-position", "position", "done"),
    EuViewGathered: Mention("eu-position", "position"),
    InformationRequestFiled: Mention("information-request", "request", "planned"),
    InformationRequestAnswered: Mention("information-request", "request", "done"),
    InformationRequestRefused: Mention("information-request", "request", "dropped"),
    InformationRequestWithdrawn: Mention("information-request", "request", "dropped"),
    InformationRequestTransferred: Mention("information-request", "request"),
    ContactRegistered: Mention("contact", "contact", "planned"),
    ContactRevised: Mention("contact", "contact"),
    ContactInteractionRecorded: Mention("contact", "contact", "done", further=True),
    ContactTransferred: Mention("contact", "contact"),
    EnvironmentNoteDrafted: Mention("environment-note", "note", "planned"),
    EnvironmentNoteApproved: Mention("environment-note", "note", "done"),
    NoticeIssued: Mention("threat-notice", "notice", "done", inside="content"),
    NoticeUpdated: Mention("threat-notice", "notice", inside="content"),
}

ABOUT_OTHERS = ("eu-position",)  # kinds whose countries are where something is said, not what it is about

UNKNOWN: Document = {
    "known": False,
    "title": None,
    "post": None,
    "posts": [],
    "countries": [],
    "stage": "proposed",
    "obtained": [],
    "views": {},
    "own_priority": None,
    "further": [],
    "links": {},
    "priorities": [],
}


def key(kind: str, work: str) -> str:
    """The id of the document of this piece of work."""
    return f"{kind}.{work}"


def about(work: Document) -> tuple[str, ...]:
    """The countries of which a priority must have one, so that the work can serve it; none where any will do."""
    return () if work["kind"] in ABOUT_OTHERS else tuple(work["countries"])


def keys(event: Event) -> Iterable[str]:
    return [key(*_named(event))]


def evolve(document: Document | None, event: Event) -> Document:
    kind, id = _named(event)
    work = UNKNOWN | (document or {}) | {"kind": kind, "work": id}
    match event:
        case PriorityWorkLinked(priority=priority):
            return _with_priorities(work | {"links": work["links"] | {priority: True}})
        case PriorityWorkUnlinked(priority=priority):
            return _with_priorities(work | {"links": work["links"] | {priority: False}})
    mention, said = MENTIONS[type(event)], event.model_dump(mode="json")
    if mention.inside:
        said = said | said[mention.inside]
    if said.get("marking") == "restricted":  # reports have more readers than such a notice
        said["title"] = None
    news = {name: said[name] for name in ("title", "post", "countries") if said.get(name)}
    if said.get("country"):
        news["countries"] = [said["country"]]
    if said.get("post"):
        news["posts"] = [said["post"]]
    if mention.further:
        news["further"] = sorted({*work["further"], *filter(None, [said["priority"]])})
    elif "priority" in said:
        news["own_priority"] = said["priority"]
    if mention.stage:
        news["stage"] = mention.stage
    if mention.obtained and said[mention.obtained]:
        news["obtained"] = [*work["obtained"], said[mention.obtained]]
    return _with_priorities(work | news | _of_position(work, event) | {"known": True})


def _of_position(work: Document, event: Event) -> Document:
    """An EU position is what several posts do in several member states: what each has obtained is kept apart."""
    match event:
        case EuPositionInstructed(assignments=assignments):
            states = sorted({one.state for one in assignments})
            return {"posts": sorted({one.post for one in assignments}), "countries": states}
        case EuPositionPresented():
            return {"post": None, "posts": work["posts"]}
        case EuViewGathered(state=state, point=point, stance=stance, text=text):
            view = {"post": event.post, "country": state, "text": f"{point}, {stance}: {text}"}
            return {"post": None, "posts": work["posts"], "views": work["views"] | {f"{state}/{point}": view}}
    return {}


def _named(event: Event) -> tuple[str, str]:
    if isinstance(event, PriorityWorkLinked | PriorityWorkUnlinked):
        return event.kind, event.work
    mention = MENTIONS[type(event)]
    return mention.kind, str(getattr(event, mention.id))


def _with_priorities(work: Document) -> Document:
    """What was said of the link last stands, whatever was said when the work began."""
    linked = {priority for priority, is_linked in work["links"].items() if is_linked}
    said = {priority for priority in (work["own_priority"], *work["further"]) if priority}
    return work | {"priorities": sorted(linked | {one for one in said if work["links"].get(one, True)})}


LINKED_WORK = View(
    "linked_work",
    (*MENTIONS, PriorityWorkLinked, PriorityWorkUnlinked),
    keys,
    evolve,
    indexes=(("priorities", "_id"), ("posts", "_id"), ("kind", "_id")),
)
