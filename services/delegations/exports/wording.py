"""The words of an exported timetable in each language, and what its columns say."""

from collections.abc import Mapping

from babel import Locale
from babel.dates import format_date

from services.delegations.exports.programme import Line, Programme
from shared.contracts.people import Language

LOCALES: Mapping[Language, Locale] = {"fr": Locale("fr", "FR"), "en": Locale("en", "GB")}
WORDS: Mapping[Language, Mapping[str, str]] = {
    "fr": {
        "timetable": "Programme",
        "all": "Tous les rendez-vous",
        "contents": "Sommaire",
        "from": "Début",
        "to": "Fin",
        "table": "Table",
        "company": "Entreprise",
        "buyer": "Acheteur",
        "with": "Rendez-vous avec",
        "free": "libre",
        "absent": "absent",
        "break": "Pause",
        "cancelled": "annulé",
        "clocks": "Heures locales :",
        "edition": "Édition",
        "page": "Page",
    },
    "en": {
        "timetable": "Timetable",
        "all": "All meetings",
        "contents": "Contents",
        "from": "From",
        "to": "To",
        "table": "Table",
        "company": "Company",
        "buyer": "Buyer",
        "with": "Meeting with",
        "free": "free",
        "absent": "absent",
        "break": "Break",
        "cancelled": "cancelled",
        "clocks": "Local times:",
        "edition": "Edition",
        "page": "Page",
    },
}


def whose(programme: Programme, language: Language) -> str:
    """For whom this is: a participant's name, a table, or all."""
    match programme.of:
        case str(participant):
            return programme.names[participant]
        case int(table):
            return f"{WORDS[language]['table']} {table}"
    return WORDS[language]["all"]


def where_and_when(programme: Programme, language: Language) -> str:
    return f"{programme.plan.venue}, {format_date(programme.plan.held_on, 'full', LOCALES[language])}"


def edition(programme: Programme, language: Language) -> str:
    """Which clocks are meant, and which edition the reader holds: a higher number is a later one."""
    words = WORDS[language]
    return f"{words['clocks']} {programme.clocks}. {words['edition']} {programme.edition}"


def heads(programme: Programme, language: Language) -> tuple[str, ...]:
    """What stands over the columns that follow the times."""
    names = {str: ("table", "with"), int: ("company", "buyer")}.get(type(programme.of), ("table", "company", "buyer"))
    return tuple(WORDS[language][name] for name in names)


def cells(programme: Programme, line: Line, language: Language) -> tuple[str | int, ...]:
    """What a line says in these columns; names as they are known."""
    words, each = WORDS[language], line.appointment
    if each is None:
        said: tuple[str | int, ...] = (line.item.title if line.item else words[line.kind], "")
        return said if isinstance(programme.of, int) else ("", *said)[: len(heads(programme, language))]
    gone = f" ({words['cancelled']})" if line.kind == "cancelled" else ""
    if isinstance(programme.of, str):
        return each.table, programme.names[programme.counterpart(each)] + gone
    parties = (programme.names[each.company] + gone, programme.names[each.buyer])
    return parties if isinstance(programme.of, int) else (each.table, *parties)
