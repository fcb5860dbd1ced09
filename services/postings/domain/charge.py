"""Who has a piece of work in charge: an officer of a post, until they leave and it passes on."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.contracts.postings.charge import ChargedKind, ChargeEvent, ChargeGiven
from shared.eventing.decider import Decider, Refused


@dataclass(frozen=True, slots=True)
class Entrust:
    """`serves` says whether the posting is one at `post` that is not over; without a posting nobody is in charge."""

    kind: ChargedKind
    work: str
    posting: str | None
    post: str | None
    serves: bool = True


@dataclass(frozen=True, slots=True)
class Succeed:
    """`former` has left; `posting` takes over, if the charge is still in the former's hands."""

    kind: ChargedKind
    work: str
    former: str
    posting: str | None
    post: str


@dataclass(frozen=True, slots=True)
class Charge:
    posting: str | None = None


def decide(charge: Charge, command: Entrust | Succeed) -> Sequence[ChargeEvent]:
    """Saying the same again changes nothing. Slug: `posting-not-at-post`."""
    about = {"kind": command.kind, "work": command.work, "former": charge.posting, "posting": command.posting}
    match command:
        case Entrust(posting=posting):
            if not command.serves:
                raise Refused("posting-not-at-post", f"no posting {posting} serves at {command.post or 'any post'}")
            given = ChargeGiven.model_validate(about | {"post": command.post, "because": "decision"})
            return [] if posting == charge.posting else [given]
        case Succeed(former=former, posting=posting):
            given = ChargeGiven.model_validate(about | {"post": command.post, "because": "succession"})
            return [given] if charge.posting == former != posting else []


def evolve(_: Charge, event: ChargeEvent) -> Charge:
    return Charge(event.posting)


CHARGE = Decider("charge", Charge(), decide, evolve, ChargeEvent)
