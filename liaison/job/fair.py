"""The fair: its exhibitors become companies; a bad row is reported, the same file again changes nothing."""

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from liaison.client import Json, NotObserved, check, until
from liaison.job.stage import Stage


@dataclass(frozen=True)
class Fair:
    """The fair as the job knows it: its id, and of each company its id, name, country and categories."""

    id: str
    name: str
    companies: tuple[Json, ...]


def slug(text: str) -> str:
    """The text as an id: small letters, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "x"


def with_contacts(file: bytes) -> tuple[bytes, Any]:
    """The fair's file with an invented mail address, under a reserved domain, for each exhibitor, and as parsed."""
    try:
        fair = json.loads(file)
        for number, row in enumerate(fair["exhibitor"]):
            if isinstance(row, dict) and isinstance(row.get("name"), str):
                language = "fr" if _country(row) == "FR" else "en"
                mail = f"contact@{slug(row['name'])}-{number}.example"
                row["contact"] = {"mail": mail, "name": f"Contact {row['name']}"[:200], "language": language}
    except (ValueError, KeyError, TypeError) as error:
        raise NotObserved(f"this is no fair file: {error!r}") from error
    return json.dumps(fair, ensure_ascii=False, indent=2).encode(), fair


def _country(row: Json) -> str | None:
    where = row.get("address") or row.get("country")
    return where.get("iso2") if isinstance(where, dict) else None


async def import_fair(stage: Stage, file: bytes) -> Fair:
    """Announce the fair, import its exhibitors twice, and read them back as companies."""
    office, at = stage.caller("partnerships"), stage.at.delegations
    content, parsed = with_contacts(file)
    id = slug(f"{parsed['series']} {parsed['edition']}")
    rows = len(parsed["exhibitor"])
    async with stage.step("Fair: announced") as told:
        facts = {"id": id, "name": parsed["name"], "edition": parsed["edition"], "country": parsed["address"]["iso2"]}
        await office.post(f"{at}/fairs", facts | {"starts_on": parsed["startDate"], "ends_on": parsed["endDate"]})
        told.text = f"{parsed['name']}, {parsed['startDate']} to {parsed['endDate']}"
    async with stage.step("Fair: exhibitors imported") as told:
        first = await office.post(f"{at}/fairs/{id}/exhibitors/import", content=content)
        kept = first["added"] + first["changed"] + first["unchanged"]
        check(kept + len(first["refused"]) == rows, f"{rows} rows, of which {kept} kept: {first['refused']}")
        told.text = (
            f"{rows} rows: {first['added']} added, {first['changed']} changed, {first['unchanged']} unchanged"
            + "".join(
                f"\nline {bad['line']}: {bad['name'] or '(no name)'}: {bad['reason']}" for bad in first["refused"]
            )
        )
    async with stage.step("Fair: the same file again") as told:
        again = await office.post(f"{at}/fairs/{id}/exhibitors/import", content=content)
        check((again["added"], again["changed"], again["unchanged"]) == (0, 0, kept), f"it changed something: {again}")
        told.text = f"{again['unchanged']} unchanged, nothing added"
    async with stage.step("Fair: readable as companies") as told:
        hq = stage.caller("hq")

        async def look() -> list[Json] | None:
            found = await hq.all(f"{at}/companies", fair=id)
            return found if len(found) == kept else None

        companies = await until(f"{kept} companies of the fair", look)
        told.text = f"{len(companies)} companies, {sum(one['country'] == 'FR' for one in companies)} of them French"
    return Fair(id, parsed["name"], tuple(companies))
