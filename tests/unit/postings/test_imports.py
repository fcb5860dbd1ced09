"""Files of posts, positions and postings: what a row may say, and what each would add, change and refuse."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from services.postings.imports import planning
from services.postings.imports.kind import Kind
from services.postings.imports.planning import Listing, Report, plan, read, report
from services.postings.imports.positions import POSITIONS
from services.postings.imports.postings import POSTINGS
from services.postings.imports.posts import POSTS
from services.postings.imports.world import World
from shared.contracts.people import Person
from shared.eventing.decider import Decider
from shared.unreadable import Unreadable

POST_FILE = """Poste;Nom;Pays;Accréditations;Ambassade;Courriel ambassade;Langue ambassade;Courriel;Langue;\
Fuseau horaire;Ouvert le;Fermé le;Langues;Jours ouvrés
lima;Lima;pe;BO|ec;Ambassade à Lima;amb@lima.example;fr;ssi@lima.example;fr;America/Lima;05/01/2001;;es|fr;monday|friday
Quito;Quito;EC;;Ambassade à Quito;amb@quito.example;fr;ssi@quito.example;fr;America/Guayaquil;2001-01-05;30.06.2015;;
"""
POSITION_FILE = """position,post,title,kind,service,tour,agrement,on behalf of,abolished on
lima-lo,lima,Liaison officer,liaison-officer,police,36,oui,DGSCGC,
quito-lo,quito,Liaison officer,liaison-officer,gendarmerie,,,,2015-06-30
"""
POSTING_FILE = """Affectation;Emploi;Matricule;Nom;Courriel;Début prévu;Fin prévue;Arrivée;Début;Fin;Motif;Recouvrement
p1;lima-lo;A1;Inès Morel;ines@dcis.example;;;20/08/2009;01/09/2009;31/08/2012;;
p2;lima-lo;A2;Luc Petit;luc@dcis.example;;31/08/2027;;15/08/2012;;;31/08/2012
p3;quito-lo;A1;;;;;;2013-01-01;2014-03-31;medical;
p4;lima-lo;A3;Ada Roche;;01/09/2027;31/08/2030;;;;;
"""
AT = datetime(2026, 11, 26, tzinfo=UTC)


class House:
    """What files have brought in so far, without a database."""

    def __init__(self) -> None:
        self.known: dict[str, Any] = {}
        self.people: dict[str, Any] = {}

    async def states(self, decider: Decider[Any, Any, Any], ids: Iterable[str]) -> Mapping[str, Any]:
        found = {id: self.known.get(decider.stream(id)) for id in ids}
        return {id: state for id, state in found.items() if state is not None}

    async def preview(self, kind: Kind, content: str | bytes, *, keep: bool = False) -> Report:
        listing = read(kind, content.encode() if isinstance(content, str) else content)
        world = World(self.states, AT, "anne", dict(self.people))
        await kind.read(world, [row for _, row in listing.rows])
        planned = plan(kind, listing, world)
        if keep:
            self.known |= world.known
            self.people |= {one.person.id: one.person.model_dump(mode="json") for one in planned if one.person}
        return report([one.line for one in planned], listing.warnings)

    async def take(self, kind: Kind, content: str | bytes) -> Report:
        return await self.preview(kind, content, keep=True)


@pytest.fixture
async def house() -> House:
    """Two posts, one of them closed by now, with a position each."""
    filled = House()
    await filled.take(POSTS, POST_FILE)
    await filled.take(POSITIONS, POSITION_FILE)
    return filled


def outcomes(found: Report) -> list[tuple[int, str | None, str]]:
    return [(line.line, line.id, line.slug or line.outcome) for line in found.lines]


async def slugs(house: House, kind: Kind, header: str, *rows: str) -> list[str]:
    return [outcome for _, _, outcome in outcomes(await house.preview(kind, "\n".join((header, *rows))))]


FILES = [(POSTS, POST_FILE), (POSITIONS, POSITION_FILE), (POSTINGS, POSTING_FILE)]


async def test_files_add_what_they_say_and_again_change_nothing() -> None:
    house = House()
    for kind, content in FILES:
        lines = [line for line in content.splitlines()[1:] if line.partition(";")[0]]
        first = await house.take(kind, content)
        assert (first.added, first.changed, first.unchanged, first.refused) == (len(lines), 0, 0, 0), first
        again = await house.take(kind, content)
        assert (again.added, again.changed, again.unchanged, again.refused) == (0, 0, len(lines), 0), again
    assert house.known["post-quito"].closed_on.isoformat() == "2015-06-30"
    assert house.known["post-lima"].working_week == ("monday", "friday")
    assert house.known["position-quito-lo"].abolished_after is not None
    assert house.known["position-lima-lo"].holder.posting == "p2"
    assert house.known["posting-p3"].curtailment == "medical"
    assert house.known["posting-p4"].proposed.proposed_by == "anne"
    assert house.people["a1"] == Person(id="a1", name="Inès Morel", mail="ines@dcis.example").model_dump(mode="json")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", "\t"])
async def test_encoding_and_separator_are_found_out(house: House, encoding: str, separator: str) -> None:
    found = await house.preview(POSTINGS, POSTING_FILE.replace(";", separator).encode(encoding))
    assert found.added == 4
    assert any("Windows-1252" in warning for warning in found.warnings) == (encoding == "cp1252")


async def test_a_file_that_is_none_of_this_kind_is_refused_whole() -> None:
    with pytest.raises(Unreadable, match="names no column posting"):
        read(POSTINGS, POST_FILE.encode())
    with pytest.raises(Unreadable, match="neither UTF-8"):
        read(POSTS, POST_FILE.encode("utf-16-le"))


async def test_a_file_has_so_many_rows_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "MOST_ROWS", 3)
    with pytest.raises(Unreadable, match=r"line 5, .* at most 3 rows"):
        read(POSTINGS, POSTING_FILE.encode())


async def test_what_a_file_changes_is_named(house: House) -> None:
    head, lima, quito = POST_FILE.splitlines()
    changed = lima.replace("monday|friday", "monday|tuesday").replace("05/01/2001;;", "05/01/2001;31/12/2026;")
    [line, _] = (await house.preview(POSTS, "\n".join((head, changed, quito)))).lines
    assert (line.outcome, line.parts) == ("changed", ("languages", "working_week", "closed_on"))
    longer = POSITION_FILE.replace("police,36", "police,48").replace("DGSCGC,\n", "DGSCGC,2026-12-31\n")
    [line, _] = (await house.preview(POSITIONS, longer)).lines
    assert (line.outcome, line.parts) == ("changed", ("tour_months", "abolished_on"))
    await house.take(POSTINGS, POSTING_FILE)
    ended = POSTING_FILE.replace("15/08/2012;;;31/08/2012", "15/08/2012;01/10/2026;other;31/08/2012")
    [_, line, *_] = (await house.preview(POSTINGS, ended)).lines
    assert (line.outcome, line.parts) == ("changed", ("ended_on", "curtailment"))


async def test_a_position_is_brought_in_where_its_post_is_known(house: House) -> None:
    head = "position;post;title;kind;service;abolished on"
    rows = ("a;oslo;A;deputy;police;", "b;quito;B;deputy;police;", "c;quito;C;deputy;police;2015-07-01")
    assert await slugs(house, POSITIONS, head, *rows) == ["post-unknown"] * 3
    assert await slugs(house, POSITIONS, head, "lima-lo;lima;Other;deputy;police;") == ["position-already-created"]
    assert await slugs(house, POSITIONS, head, "lima-lo;lima;Other;chief;police;") == ["invalid-row"]


async def test_each_row_that_cannot_be_is_refused_by_the_rule_that_says_no(house: House) -> None:
    head = "posting;position;officer;name;starts on;ends on;arrived on;started on;ended on;expires on"
    found = await slugs(
        house, POSTINGS, head,
        "a;lima-lo;a9;Ada;;;;2012-01-01;2011-01-01;",
        "b;nowhere;a9;Ada;;;;2011-01-01;2012-01-01;",
        "c;lima-lo;a9;;;;;2011-01-01;2012-01-01;",
        "d;lima-lo;a9;Ada;;;;2011-01-01;2012-01-01;",
        "e;lima-lo;a8;Eve;;;;2011-06-01;2012-06-01;",
        "d;lima-lo;a9;Ada;;;;2013-01-01;2014-01-01;",
        "f;lima-lo;a9;Ada;;;;2013-02-30;2014-01-01;",
        "g;lima-lo;a9;Ada;;;;next year;2014-01-01;",
        "h;lima-lo;a9;Ada;;;;;;",
        "i;lima-lo;a9;Ada;2027-01-01;2028-01-01;2026-12-01;;;",
        "j;lima-lo;a9;Ada;;;;2015-01-01;2016-01-01;2027-01-01",
        "k;lima-lo;a9;Ada;2028-01-01;2027-01-01;;;;",
        "l;quito-lo;a9;Ada;;;;2014-01-01;2016-01-01;",
        "m;lima-lo;a9;Ada;;2027-01-01;;2000-12-31;;",
        ";lima-lo;a9;Ada;;;;2015-01-01;2016-01-01;",
        "n;lima-lo",
    )  # fmt: skip
    assert found == [
        "ended-before-start", "position-unknown", "officer-unknown", "added", "position-already-held", "row-repeated",
        "invalid-row", "invalid-row", "posting-without-days", "invalid-row", "invalid-row", "ends-before-start",
        "position-abolished", "start-before-opening", "invalid-row", "invalid-row",
    ]  # fmt: skip


async def test_a_refused_row_says_why_in_words_and_repeats_nothing_of_it(house: House) -> None:
    found = await house.preview(POSTINGS, "posting;position;officer;mail;started on\np;lima-lo;a;no mail;last year\n")
    [line] = found.lines
    assert (line.line, line.id, line.reason) == (2, "p", "started_on: is no day such as 2026-09-01 or 01/09/2026")
    found = await house.preview(POSTINGS, "posting;position;officer;mail;colour\np;lima-lo;a;no mail;blue\n")
    assert "no mail" not in found.model_dump_json()
    assert found.warnings == ['the column "colour" is not known, left out']


async def test_a_record_of_an_officer_stands_and_an_erased_one_stays_erased(house: House) -> None:
    house.people = {"a1": {"id": "a1", "name": "Inès Roux"}, "a2": None}
    found = await house.take(POSTINGS, POSTING_FILE)
    assert [line.slug or line.outcome for line in found.lines] == ["added", "officer-erased", "added", "added"]
    assert house.people["a1"]["name"] == "Inès Roux"


async def test_an_officer_whose_record_was_cut_off_gets_it_when_the_file_comes_again(house: House) -> None:
    await house.take(POSTINGS, POSTING_FILE)
    del house.people["a2"]
    [_, line, *_] = (await house.preview(POSTINGS, POSTING_FILE)).lines
    assert (line.outcome, line.parts) == ("changed", ("officer_name",))


def test_an_empty_list_tells_nothing() -> None:
    assert read(POSTS, POST_FILE.splitlines()[0].encode()) == Listing([], [], [])
