"""Who may read the network: officers are shown by id only, never by name, and few learn why one left early."""

from typing import Any

from shared.http.identity import Caller, Role

READERS: tuple[Role, ...] = ("hq", "directorate", "post", "embassy", "auditor")
PEOPLE_READERS: tuple[Role, ...] = ("hq", "directorate", "auditor")


def discreet(caller: Caller, item: dict[str, Any], *why: str) -> dict[str, Any]:
    """The item as this caller may see it: a curtailment's reason can be a medical one, so only those who may read about
    people see the fields `why`; to others they are empty.
    """
    return item if caller.role in PEOPLE_READERS else item | dict.fromkeys(item.keys() & set(why))
