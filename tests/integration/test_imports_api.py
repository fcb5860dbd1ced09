"""Files of posts, positions and postings over HTTP, on real servers: looked at, taken in, and taken in again."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from shared.devstack import identity
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.posting_office import Office, at_work

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
async def office(
    infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory, eventually: Eventually
) -> AsyncIterator[Office]:
    async with at_work(infrastructure, tmp_path_factory.mktemp("imports"), eventually) as office:
        yield office


def files(office: Office) -> dict[str, str]:
    """The same small network, from twenty years ago on, for every test under ids of its own."""
    tag = office.tag
    return {
        "posts": "poste;nom;pays;accréditations;ambassade;courriel ambassade;langue ambassade;courriel;langue;"
        "fuseau;ouvert le;fermé le;langues;jours ouvrés\n"
        f"lima-{tag};Lima;PE;BO;Ambassade;amb@lima.example;fr;ssi@lima.example;fr;America/Lima;05/01/2001;;es;monday\n"
        f"oslo-{tag};Oslo;NO;;Ambassade;amb@oslo.example;fr;ssi@oslo.example;fr;Europe/Oslo;05/01/2001;31/12/2014;;\n",
        "positions": "position,post,title,kind,service,tour,abolished on\n"
        f"lo-{tag},lima-{tag},Liaison officer,liaison-officer,police,36,\n"
        f"old-{tag},oslo-{tag},Associate,associate,gendarmerie,,2014-12-31\n",
        "postings": "affectation;emploi;matricule;nom;courriel;début prévu;fin prévue;début;fin;motif\n"
        f"p1-{tag};lo-{tag};o1-{tag};Inès Morel;ines@dcis.example;;;01/09/2009;31/08/2012;\n"
        f"p2-{tag};old-{tag};o1-{tag};;;;;01/10/2012;31/12/2014;medical\n"
        f"p3-{tag};lo-{tag};o2-{tag};Luc Petit;luc@dcis.example;;31/08/2028;01/09/2025;;\n"
        f"p4-{tag};lo-{tag};o1-{tag};;;01/09/2028;31/08/2031;;;\n"
        f"p5-{tag};lo-{tag};o3-{tag};Ada Roche;;;;01/01/2012;01/01/2013;\n",
    }


async def upload(office: Office, path: str, content: bytes, role: str = "hq", status: int = 200) -> dict[str, Any]:
    token = identity.issue(office.home, subject="anne", role=role)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "text/csv"}
    response = await office.http.post(path, content=content, headers=headers)
    assert response.status_code == status, response.text
    answer: dict[str, Any] = response.json()
    return answer


def counts(report: dict[str, Any]) -> list[int]:
    return [report[name] for name in ("added", "changed", "unchanged", "refused")]


async def test_a_network_of_twenty_years_comes_from_three_files(office: Office) -> None:
    expected = {"posts": [2, 0, 0, 0], "positions": [2, 0, 0, 0], "postings": [4, 0, 0, 1]}
    for name, text in files(office).items():
        content = text.encode("cp1252")
        preview = await upload(office, f"/{name}/preview", content)
        assert counts(preview) == expected[name], preview
        assert await upload(office, f"/{name}/preview", content) == preview
        assert await upload(office, f"/{name}/import", content) == preview
        again = await upload(office, f"/{name}/import", content)
        added, _, _, refused = expected[name]
        assert counts(again) == [0, 0, added, refused], again
    [clash] = [line for line in preview["lines"] if line["outcome"] == "refused"]
    assert (clash["line"], clash["slug"]) == (6, "position-already-held")

    known = await office.seen(f"/postings/{office.id('p2')}", 1)
    assert (known["status"], known["curtailment"]) == ("curtailed", "medical")
    assert (await office.seen(f"/postings/{office.id('p4')}", 1))["status"] == "proposed"
    assert (await office.seen(f"/positions/{office.id('lo')}", 3))["holder"]["posting"] == office.id("p3")
    assert (await office.done("GET", f"/people/{office.id('o2')}"))["name"] == "Luc Petit"
    assert await office.refused("GET", f"/people/{office.id('o3')}") == (404, "person-unknown")


async def test_what_was_brought_in_goes_on_here(office: Office, eventually: Eventually) -> None:
    start = {"started_on": "2026-12-01"}
    p3, p4 = office.id("p3"), office.id("p4")
    assert await office.refused("POST", f"/postings/{p3}/start", json=start) == (409, "posting-already-started")
    assert await office.refused(
        "POST", f"/postings/{p3}/approve", "paul", "directorate", directorate="police"
    ) == (409, "posting-already-started")  # fmt: skip
    for who, directorate in (("paul", "police"), ("gina", "gendarmerie")):
        await office.done("POST", f"/postings/{p4}/approve", who, "directorate", directorate=directorate)
    begun = await office.done("POST", f"/postings/{p4}/start", json={"started_on": "2028-09-01"})
    assert (await office.seen(f"/postings/{p4}", begun["version"]))["predecessor"] == p3

    async def held() -> bool:
        found = {}
        for day in ("2010-01-01", "2013-06-01", "2026-01-01", "2029-01-01"):
            page = await office.done("GET", "/holders", params={"post": office.id("lima"), "on": day})
            found[day] = [item["holder"] and item["holder"]["posting"] for item in page["items"]]
        past, gap, present, future = found.values()
        return (past, gap, present, future) == ([office.id("p1")], [None], [p3], [p4])

    await eventually(held)


async def test_only_headquarters_bring_files_in_and_only_such_files(office: Office) -> None:
    content = files(office)["posts"].encode()
    problem = await upload(office, "/posts/import", content, "auditor", 403)
    assert problem["roles"] == ["hq"]
    problem = await upload(office, "/posts/preview", content.decode().encode("utf-16-le"), status=400)
    assert (problem["type"], problem["line"]) == ("urn:liaison:problem:unreadable-list", 1)
    problem = await upload(office, "/postings/import", content, status=400)
    assert "names no column posting" in problem["detail"]
