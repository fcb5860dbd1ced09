"""The words of a report in each language; a theme or a kind of work that has none here stands for itself."""

from collections.abc import Mapping

from services.postings.views.priority_report import Objective, Obtained, Report, ReportedPriority, ReportedWork
from shared.contracts.people import Language
from shared.languages import LOCALES, country, day

WORDS: Mapping[Language, Mapping[str, str]] = {
    "fr": {
        "report": "Priorités d'action",
        "network": "ensemble du réseau",
        "post": "poste",
        "nothing": "Aucune priorité.",
        "objectives": "Prévu",
        "work": "Actions",
        "obtained": "Obtenu",
        "none": "Néant",
        "proposed": "proposé",
        "planned": "planifié",
        "done": "réalisé",
        "dropped": "abandonné",
        "page": "Page",
        "organised-crime": "Criminalité organisée",
        "drugs": "Stupéfiants",
        "terrorism": "Terrorisme",
        "irregular-migration": "Immigration irrégulière",
        "cyber": "Cybercriminalité",
        "civil-protection": "Protection civile",
        "human-trafficking": "Traite des êtres humains",
        "financial-crime": "Délinquance financière",
        "document-fraud": "Fraude documentaire",
        "public-order": "Ordre public",
        "road-safety": "Sécurité routière",
        "environmental-crime": "Criminalité environnementale",
        "professional-training": "Formation professionnelle",
        "other": "Autre",
        "technical-action": "Action technique",
        "agreement": "Accord bilatéral",
        "high-level-visit": "Visite de haut niveau",
        "eu-project": "Projet européen",
        "eu-position": "Position européenne",
        "information-request": "Demande d'information",
        "contact": "Contact",
        "threat-notice": "Avis de menace",
        "environment-note": "Note d'environnement",
    },
    "en": {
        "report": "Priorities for action",
        "network": "the whole network",
        "post": "post",
        "nothing": "No priority.",
        "objectives": "Planned",
        "work": "Actions",
        "obtained": "Obtained",
        "none": "None",
        "page": "Page",
        "technical-action": "Technical action",
        "agreement": "Bilateral agreement",
        "high-level-visit": "High-level visit",
        "eu-project": "European project",
        "eu-position": "EU position",
        "information-request": "Information request",
        "threat-notice": "Threat notice",
        "environment-note": "Environment note",
    },
}


def word(name: str, language: Language) -> str:
    """A term of the report in this language; one that is not known is told as it is, without its hyphens."""
    return WORDS[language].get(name) or name.replace("-", " ").capitalize()


def heading(report: Report, language: Language) -> str:
    """Of which year it is, and of whom."""
    locale = LOCALES[language]
    of = [f"{word('post', language)} {report.post}"] if report.post else []
    of += [country(locale, report.country)] if report.country else []
    return f"{word('report', language)} {report.year} : {', '.join(of) or word('network', language)}"


def counted(priority: ReportedPriority, language: Language) -> str:
    """How many pieces of work have come how far."""
    counts = {name: getattr(priority, name) for name in ("proposed", "planned", "done", "dropped")}
    return ", ".join(f"{word(name, language).lower()} : {count}" for name, count in counts.items())


def countries(codes: tuple[str, ...], language: Language) -> str:
    return ", ".join(country(LOCALES[language], code) for code in codes)


def planned(objective: Objective, language: Language) -> str:
    return f"{objective.post} ({countries(objective.countries, language)}) : {objective.objective}"


def worked(work: ReportedWork, language: Language) -> str:
    """One line: what it is, where, and how far it has come."""
    where = ", ".join(text for text in (work.post, countries(work.countries, language)) if text)
    return f"{word(work.kind, language)} : {work.title or work.work} ({where}), {word(work.stage, language).lower()}"


def obtained(one: Obtained, language: Language) -> str:
    """One line: who says it, since when, and what."""
    said_by = one.post if one.kind is None else f"{word(one.kind, language)} {one.work}"
    when = "" if one.noted_on is None else f", {day(LOCALES[language], one.noted_on)}"
    return f"{said_by}{when} : {one.text}"
