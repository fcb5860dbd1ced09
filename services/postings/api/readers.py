"""Who may read the network: officers are shown by id only, never by name, and few learn why one left early."""

from typing import Any

from shared.http.identity import Caller, Role

READERS: tuple[Role, ...] = ("hq", "directorate", "post", "embassy", "auditor")
PEOPLE_READERS: tuple[Role, ...] = ("hq", "directorate", "auditor")


def discreet(caller: Caller, item: dict[str, Any], *why: str) -> dict[str, Any]:
    """The item as this caller may see it: a curtailment's reason can be a medical one, so only those who may read about
    people see the fields `why`, wherever in the item they stand; to others they are empty.
    """
    return item if caller.role in PEOPLE_READERS else _without(item, frozenset(why))


def _without(item: dict[str, Any], names: frozenset[str]) -> dict[str, Any]:
    return {name: None if name in names else _told(value, names) for name, value in item.items()}


def _told(value: Any, names: frozenset[str]) -> Any:
    match value:
        case dict():
            return _without(value, names)
        case list():
            return [_told(one, names) for one in value]
    return value
