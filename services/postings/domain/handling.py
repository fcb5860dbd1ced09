"""Who may read what is sealed: its marking and caveats against who asks, without exception for any role."""

from dataclasses import dataclass
from typing import get_args

from shared.contracts.postings.information_request import Handling, Marking
from shared.eventing.decider import Refused

MARKINGS: tuple[Marking, ...] = get_args(Marking)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whoever asks or acts: `post` and `directorate` are set for those who belong to one."""

    subject: str
    role: str
    post: str | None = None
    directorate: str | None = None


def is_party(speaker: Speaker, post: str, directorate: str) -> bool:
    """Whether they belong to one of the two sides: the post, or the directorate of the investigation service."""
    return (speaker.role == "post" and speaker.post == post) or (
        speaker.role == "directorate" and speaker.directorate == directorate
    )


def may_read(speaker: Speaker, handling: Handling, post: str, directorate: str, named: tuple[str, ...]) -> bool:
    """Whether this text is for them.

    The two sides read what they exchange. Headquarters also reads what is not secret, the other directorate what is
    unmarked. `parties-only` leaves the two sides, `own-directorate` shuts the other directorate out, and `named-only`
    leaves those alone whose subjects are `named`, wherever among these they belong.
    """
    party = is_party(speaker, post, directorate)
    if "named-only" in handling.caveats:
        return (party or speaker.role == "hq") and speaker.subject in named
    if party:
        return True
    if handling.marking == "secret" or "parties-only" in handling.caveats:
        return False
    if speaker.role == "hq":
        return True
    return (
        speaker.role == "directorate" and handling.marking == "unmarked" and "own-directorate" not in handling.caveats
    )


def names_fit(handling: Handling, named: tuple[str, ...]) -> None:
    """Slug: `named-readers-mismatch`: readers are named where they alone may read, and only there."""
    if ("named-only" in handling.caveats) != bool(named):
        raise Refused("named-readers-mismatch", "readers are to be named with the caveat named-only, and only with it")


def as_strict(answer: Handling, question: Handling) -> None:
    """An answer tells what was asked, so it is handled as strictly. Slugs: `marking-too-low`, `caveats-missing`."""
    if MARKINGS.index(answer.marking) < MARKINGS.index(question.marking):
        raise Refused("marking-too-low", f"the question is {question.marking}, so no answer is {answer.marking}")
    if missing := sorted(set(question.caveats) - set(answer.caveats)):
        raise Refused("caveats-missing", f"the question has the caveats {', '.join(missing)}, which the answer keeps")
