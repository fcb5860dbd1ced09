"""Every message renders, text and html, from what was really published, in every language, with no variable missing."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from jinja2 import UndefinedError

from services.notifications.editions import edition
from services.notifications.examples import example, read, shown
from services.notifications.recipients import Addressee
from services.notifications.registry import BY_MESSAGE, RULES
from services.notifications.rendering import TEMPLATES, Ways, content, languages, render
from services.notifications.rule import Context, Rule
from shared.contracts.people import Language
from shared.eventing.event import Event
from shared.languages import LOCALES
from tests.unit.notifications import golden, world
from tests.unit.notifications.digested import as_digest

CASES = [pytest.param(*case, id=f"{case[0].message}-{type(case[1]).__name__}") for case in golden.cases()]
LANGUAGES = list(LOCALES)
VOID = {"br", "img", "input", "link", "meta", "hr"}


class Markup(HTMLParser):
    """Reads html as a browser's first step does: `shape` is every tag with its attributes, `text` what is to be read.

    `links` are where it leads, `left_open` the elements that are not closed.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shape: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.left_open: list[str] = []
        self.comments: list[str] = []
        self._text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shape.append((tag, tuple(attrs)))
        if tag not in VOID:
            self.left_open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.left_open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "script", "title"} & set(self.left_open):
            self._text.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self._text).split())

    @property
    def links(self) -> set[str | None]:
        return {value for _, attrs in self.shape for name, value in attrs if name in ("href", "src")}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("rule", "event", "to"), CASES)
async def test_every_message_renders_from_its_golden_event_in_every_language(
    rule: Rule, event: Event, to: Addressee, language: Language
) -> None:
    text = render(rule.message, language, await golden.context(rule, event, to))
    assert text.subject
    assert text.body.endswith("Liaison\n")
    assert text.html is not None
    html = Markup(text.html)
    assert html.left_open == []
    assert html.shape[0] == ("html", (("lang", language), ("dir", "auto"), *html.shape[0][1][2:]))
    assert text.subject in html.text
    assert "None" not in html.text + text.body
    assert "{" not in html.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("rule", "event", "to"), CASES)
async def test_html_and_text_say_the_same(rule: Rule, event: Event, to: Addressee, language: Language) -> None:
    """Whoever reads either has read all that users wrote, and can do what is asked."""
    context = await golden.context(rule, event, to)
    text = render(rule.message, language, context)
    html = Markup(text.html or "")
    said = {value for value in context.values() if isinstance(value, str) and value in text.body} - {golden.LINK}
    assert {value for value in said if value not in html.text} == set()
    assert html.links == ({golden.LINK} if golden.LINK in text.body else set())


def test_every_message_has_been_tried_with_each_of_its_events() -> None:
    tried = {(rule.message, type(event)) for rule, event, _ in golden.cases()}
    assert {(rule.message, type) for rule in RULES for type in rule.events} == tried


async def test_the_examples_are_what_the_golden_events_make() -> None:
    examples = await golden.examples()
    assert examples.keys() == {rule.message for rule in RULES}
    for message, context in examples.items():
        written = json.loads((TEMPLATES / message / "example.json").read_text("utf-8"))
        assert written == shown(context), "run `python -m tests.unit.notifications.golden`"
        assert shown(example(message)) == written


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("message", [rule.message for rule in RULES])
def test_a_variable_that_is_missing_is_refused(message: str, language: Language) -> None:
    """What a page alone shows, or only another case of the message, is not missed."""
    whole = example(message)
    assert whole is not None
    found = render(message, language, whole)
    missed = {}
    for name in whole:
        try:
            assert render(message, language, {key: value for key, value in whole.items() if key != name}) == found
        except UndefinedError as error:
            missed[name] = str(error)
    assert missed
    assert all(name in said for name, said in missed.items())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("message", list(world.EXAMPLES))
async def test_every_case_of_a_message_says_the_same_in_both_parts(message: str, language: Language) -> None:
    """Also where a name was erased, a text is restricted, or there is nothing to say of one thing."""
    rule = BY_MESSAGE[message]
    greeting = (TEMPLATES / f"_layout/{language}.greeting.html.j2").read_text("utf-8").strip()
    for event in world.EXAMPLES[message]:
        for to in rule.audience(event):
            context = await rule.context(event, to, world.look())
            if rule.asks is not None or rule.invites is not None:
                context["link"] = golden.LINK
            text = render(message, language, context)
            html = Markup(text.html or "")
            assert html.left_open == []
            assert "None" not in html.text + text.body
            assert html.text.count(greeting) <= 1
            said = {value for value in context.values() if isinstance(value, str) and value in text.body}
            assert {value for value in said - {golden.LINK} if value not in html.text} == set()
            assert html.links == ({golden.LINK} if golden.LINK in text.body else set())


DIGESTED = [rule.message for rule in RULES if rule.treatment.digestible]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_digest_says_in_both_parts_what_its_messages_say(language: Language) -> None:
    page = "https://liaison.example/preferences/a-token"
    contexts = {message: example(message) or {} for message in DIGESTED}
    made = as_digest(language, contexts, page)
    html = Markup(made.html or "")
    assert html.left_open == []
    assert html.links == {page}
    assert page in made.body
    for message, context in contexts.items():
        alone = render(message, language, context)
        assert alone.subject in html.text
        assert Markup(alone.html or "").text.count(said(message, language, context)) == 1
        assert said(message, language, context) in html.text
        assert alone.body.strip() in made.body


def said(message: str, language: Language, context: Context) -> str:
    """What a message says between greeting and signature."""
    return Markup(content(message, language, context)).text


def test_every_language_that_a_message_is_written_in_has_the_words_around_messages() -> None:
    for language in languages():
        layout = {f"_layout/{language}.{part}.j2" for part in ("foot.txt", "foot.html", "greeting.html")}
        around = layout | {f"digest.{language}.{part}.j2" for part in ("txt", "mjml")}
        assert {name for name in around if not (TEMPLATES / name).exists()} == set()


def test_no_line_of_a_french_heading_begins_with_a_colon() -> None:
    text = render("posting_started", "fr", example("posting_started") or {})
    assert " : " in text.subject
    html = text.html or ""
    assert text.subject.replace(" :", "\u00a0:") in html.partition("</title>")[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ways_out_and_to_the_preferences_stand_in_the_foot_of_both_parts(language: Language) -> None:
    ways = Ways("https://liaison.example/unsubscriptions/a?b=1&c=2", "https://liaison.example/preferences/a?b=1&c=2")
    text = render("canary", language, example("canary") or {}, ways)
    assert [line for line in text.body.splitlines() if line.startswith("https:")] == [ways.page, ways.out]
    assert Markup(text.html or "").links == set(ways)
    assert [link for link in ways if link in text.hiding(*ways).body] == []
    assert text.hiding(*ways).html is None


@pytest.mark.parametrize("message", [rule.message for rule in RULES])
def test_a_version_follows_from_the_files_of_its_language_and_the_layout(message: str) -> None:
    fr, en = (edition(message, language) for language in ("fr", "en"))
    assert fr.version != en.version
    assert fr.sources.keys() & en.sources.keys() == {f"_layout/{name}.mjml.j2" for name in ("page", "pieces")}
    assert all("fr." not in path for path in en.sources)
    assert {f"{message}/en.txt.j2", f"{message}/en.mjml.j2"} < en.sources.keys()


@pytest.mark.parametrize("value", [
    {"on": date(2027, 2, 1), "at": datetime(2027, 3, 28, 1, 30, tzinfo=ZoneInfo("Europe/Paris"))},
    [world.AT, "text", 3, None, True, "2027-02"],
])  # fmt: skip
def test_what_a_message_prints_survives_json(value: Mapping[str, object]) -> None:
    assert read(json.loads(json.dumps(shown(value)))) == value


@pytest.mark.parametrize("text", ["2027-02-31", "2027-02-03T25:00:00Z", "2027-02-03T09:00:00Z[Nowhere/Else]"])
def test_a_day_that_there_is_not_is_refused(text: str) -> None:
    with pytest.raises((ValueError, LookupError)):
        read({"on": text})


@pytest.mark.parametrize("value", [None, "soon", 3])
def test_what_is_no_day_is_refused_and_not_taken_for_today(value: object) -> None:
    context = {**(example("posting_started") or {}), "started_on": value}
    with pytest.raises((TypeError, AttributeError)):
        render("posting_started", "en", context)
