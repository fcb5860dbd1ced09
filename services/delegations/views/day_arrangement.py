"""How a day shows what its timetable must be: rules, locks, sessions, orders, programme, rooms, people."""

from services.delegations.views.day_participation import of_participant
from services.delegations.views.day_requests import changed
from shared.contracts.delegations.day_arrangement import (
    ArrangementFact,
    DayPartnersSet,
    DayRoomsSet,
    MeetingLocked,
    MeetingUnlocked,
    ProgrammeItemRemoved,
    ProgrammeItemSet,
    TimetableInterpretersSet,
    TimetableLanguagesSet,
    TimetableMeetingRestricted,
    TimetableMeetingsOrdered,
    TimetableOrderLifted,
    TimetableParticipantRestricted,
    TimetableRulesSet,
    TimetableSessionsSet,
    TimetableTeamsSet,
)
from shared.contracts.delegations.timetable_parts import TimetableRules
from shared.eventing.view import Document


def evolve(day: Document, event: ArrangementFact) -> Document:
    match event:
        case TimetableRulesSet(rules=rules):
            return {**day, "timetable_rules": rules_shown(rules)}
        case MeetingLocked(meeting=id, slot=slot, table=table):
            return changed(day, {id: {"locked": {"slot": slot, "table": table}}})
        case MeetingUnlocked(meeting=id):
            return changed(day, {id: {"locked": None}})
        case TimetableSessionsSet(sessions=sessions):
            return {**day, "sessions": [session.model_dump(mode="json") for session in sessions]}
        case TimetableMeetingRestricted(meeting=id, session=session, forbidden=forbidden):
            return changed(day, {id: {"session": session, "forbidden": list(forbidden)}})
        case TimetableParticipantRestricted(participant=id, session=session):
            return of_participant(day, id, {"session": session})
        case TimetableMeetingsOrdered(earlier=earlier, later=later):
            return {**day, "orders": [*day.get("orders", ()), {"earlier": earlier, "later": later}]}
        case TimetableOrderLifted(earlier=earlier, later=later):
            pair = {"earlier": earlier, "later": later}
            return {**day, "orders": [order for order in day["orders"] if order != pair]}
        case ProgrammeItemSet(item=id):
            shown = event.model_dump(include={"title", "starts_at", "ends_at"})
            item = {**shown, "slots": list(event.slots), "participants": list(event.participants)}
            return {**day, "programme": {**day.get("programme", {}), id: item}}
        case ProgrammeItemRemoved(item=id):
            return {**day, "programme": {key: item for key, item in day["programme"].items() if key != id}}
        case DayRoomsSet(rooms=rooms, spare_tables=spare):
            return {**day, "rooms": [room.model_dump(mode="json") for room in rooms], "spare_tables": list(spare)}
        case DayPartnersSet(partners=partners):
            return {**day, "partners": list(partners)}
        case TimetableTeamsSet(participant=id, teams=teams):
            return of_participant(day, id, {"teams": teams})
        case TimetableLanguagesSet(participant=id, languages=languages):
            return of_participant(day, id, {"languages": list(languages)})
        case TimetableInterpretersSet(language=language, interpreters=interpreters):
            return {**day, "interpreters": {**day.get("interpreters", {}), language: list(interpreters)}}


def rules_shown(rules: TimetableRules | None) -> Document | None:
    """The rules as they were set: all that counts is in `order`."""
    if rules is None:
        return None
    return {**rules.model_dump(mode="json", exclude={"aims"}), "order": list(rules.aims or rules.order)}


def programme_of(day: Document, participant: str) -> list[Document]:
    """What the programme has for a participant, in the order of time."""
    items = [{"item": id, **item} for id, item in day.get("programme", {}).items()]
    own = [item for item in items if not item["participants"] or participant in item["participants"]]
    return sorted(
        ({name: item[name] for name in ("item", "title", "starts_at", "ends_at")} for item in own),
        key=lambda item: item["starts_at"],
    )


def room_of(day: Document, table: int) -> str | None:
    """The name of the room in which a table stands, None where none was said."""
    return next((room["name"] for room in day.get("rooms", ()) if table in room["tables"]), None)
