"""Who may read the network: officers are shown by id only, never by name."""

from shared.http.identity import Role

READERS: tuple[Role, ...] = ("hq", "directorate", "post", "embassy", "auditor")
PEOPLE_READERS: tuple[Role, ...] = ("hq", "directorate", "auditor")
