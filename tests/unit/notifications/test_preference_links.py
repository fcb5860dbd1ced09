"""Links to preferences and out of a kind of message open what they were made for, in whose name, and nothing else."""

import shutil
from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from markupsafe import Markup

from services.notifications import links, rendering, wishes
from services.notifications.channels.email import Letterhead, address, written
from services.notifications.composing import Letter
from services.notifications.destinations import Destination
from services.notifications.digesting import Item
from services.notifications.digesting import written as digest_written
from services.notifications.domain.preferences import Preferences
from services.notifications.links import Forged
from services.notifications.pages import page
from services.notifications.preference_links import OUT, PAGE, Way, opened, page_link, signed, unsubscribes, way_out
from services.notifications.recipients import Recipient
from services.notifications.registry import BY_MESSAGE
from services.notifications.rendering import Text, Ways
from services.notifications.succession import Succession
from tests.unit.notifications import world

SELLER = Recipient("participant", "acme", "lima-2097")
HEAD = Letterhead(address("Liaison <no-reply@liaison.example>"))


def test_a_link_says_whose_preferences_and_which_kinds() -> None:
    for way in (Way(SELLER, "en"), Way(Recipient("embassy", "lima"), "fr")):
        assert opened(signed(way, world.SECRET), world.SECRET, PAGE) == way
    out = Way(SELLER, "en", ("meetings", "network"))
    assert opened(signed(out, world.SECRET), world.SECRET, OUT) == out


def test_a_link_of_one_sort_opens_nothing_of_another() -> None:
    token = signed(Way(SELLER, "en"), world.SECRET)
    question = BY_MESSAGE["meeting_invitation"].asks
    assert question is not None
    [to, *_] = BY_MESSAGE["meeting_invitation"].audience(world.PUBLISHED)
    confirmation = links.signed("d-1", question(world.PUBLISHED, to), "en", world.SECRET)
    for wrong, audience in ((token, OUT), (confirmation, PAGE), (confirmation, OUT), (token[:-3], PAGE), ("", PAGE)):
        with pytest.raises(Forged):
            opened(wrong, world.SECRET, audience)
    with pytest.raises(Forged):
        opened(token, "another secret of more than 32 characters", PAGE)
    with pytest.raises(Forged):
        links.opened(token, world.SECRET, world.AT)


def test_only_what_may_be_switched_off_has_a_link_out_of_it() -> None:
    answer = unsubscribes("https://liaison.example", world.SECRET)
    delivery: dict[str, Any] = {"recipient": {"kind": "company", "id": "acme", "day": None}, "subject": "s"}
    assert answer({**delivery, "out_of": []}, "fr") is None
    assert answer(delivery, "fr") is None
    acme, out = Recipient("company", "acme"), {"out_of": ["visits"]}
    way = way_out(acme, "fr", ["visits"], "https://liaison.example", world.SECRET)
    preferences = page_link(acme, "fr", "https://liaison.example", world.SECRET)
    assert answer({**delivery, **out}, "fr") == Ways(way, preferences)
    merged = {**delivery, **out, "recipient": {"kind": "company", "id": "acme-sa", "day": None}, "successor": "acme"}
    assert answer(merged, "fr") == Ways(way, preferences)


def test_the_headers_are_those_of_rfc_8058_in_one_line_each() -> None:
    link = way_out(SELLER, "en", ("meetings", "network", "assistance"), "https://liaison.example", world.SECRET)
    mail = written("d-1", HEAD, address("anne@acme.example"), Text("s", "b\n"), world.AT, unsubscribe=link)
    assert f"\r\nList-Unsubscribe: <{link}>\r\n".encode() in mail.as_bytes()
    read = message_from_bytes(mail.as_bytes(), policy=SMTP)
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert read["To"] == "anne@acme.example"


def item(subject: str, body: str) -> Item:
    return Item(cast(Letter, SimpleNamespace(kept=Text(subject, body))), Markup("<mj-text></mj-text>"))


def test_a_digest_has_every_text_and_the_way_to_less_of_them() -> None:
    one, other = item("Lima: one", "Dear all,\n\nOne.\n"), item("Lima: other", "Other.\n")
    for language, subject in (("en", "Liaison: 2 messages"), ("fr", "Liaison : 2 messages")):
        digest = digest_written(language, [one, other], "https://liaison.example/preferences/t")  # type: ignore[arg-type]
        assert digest.subject == subject
        assert digest.body.index("Lima: one") < digest.body.index("One.") < digest.body.index("Lima: other")
        assert digest.body.rstrip().endswith("https://liaison.example/preferences/t")
    assert digest_written("en", [one], "p").subject == "Liaison: 1 message"


def test_another_language_is_there_with_its_file_and_messages_without_one_keep_theirs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for file in ("one/fr.txt.j2", "one/es.txt.j2", "other/fr.txt.j2"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text("Subject: {{ at | day }}\n\nHola\n")
        mjml = '{% extends "_layout/page.mjml.j2" %}{% block content %}<mj-text>Hola</mj-text>{% endblock %}'
        (tmp_path / file.replace(".txt", ".mjml")).write_text(mjml)
    layout = shutil.copytree(rendering.TEMPLATES / "_layout", tmp_path / "_layout")
    (layout / "es.foot.html.j2").write_text("Liaison lo escribe automáticamente.")
    (layout / "es.greeting.html.j2").write_text("Estimados señores:")
    monkeypatch.setattr(rendering, "TEMPLATES", tmp_path)
    caches = (rendering.languages, rendering.written_in, rendering.environment, rendering.markup)
    for cache in caches:
        cache.cache_clear()
    try:
        assert rendering.languages() == ("es", "fr")
        known, wanted = Destination("anne@acme.example", "fr"), {"wanted": Preferences(language="es")}
        assert wishes.as_wanted(known, "other", wanted).language == "fr"
        chosen = wishes.as_wanted(known, "one", wanted).language
        assert rendering.render("one", chosen, {"at": world.AT}).subject == "martes, 1 de septiembre de 2026"
    finally:
        for cache in caches:
            cache.cache_clear()


def test_the_pages_are_written_in_both_languages() -> None:
    assert set(rendering.languages()) >= {"en", "fr"}
    assert "Stop" in bytes(page("ask_unsubscribe", "en", kinds=("x",), page="p").body).decode()
    assert "ne recevrez plus" in bytes(page("thanks_unsubscribe", "fr", kinds=("x",), page="p").body).decode()


def test_a_meeting_that_moved_twice_has_moved_from_where_the_recipient_was_told() -> None:
    rule = BY_MESSAGE["meeting_moved"]
    assert rule.succession is not None
    since, [company, _] = rule.succession.since, rule.audience(world.MOVED)
    assert since is not None
    between = world.MOVED.appointment
    later = between.model_copy(update={"starts_at": between.starts_at + timedelta(hours=1), "sequence": 2})
    again = world.MOVED.model_copy(update={"before": between, "appointment": later})
    seen = since(again, world.PUBLISHED, company)
    assert (getattr(seen, "before", None), getattr(seen, "appointment", None)) == (world.FIRST, later)
    new = since(again, None, company)
    assert type(new).__name__ == "AppointmentAdded"
    assert type(since(again, world.CANCELLED, company)).__name__ == "AppointmentAdded"
    back = world.MOVED.model_copy(update={"before": between, "appointment": world.FIRST})
    assert since(back, world.PUBLISHED, company) is None
    assert BY_MESSAGE["meeting_cancelled"].succession == Succession(takes_back=True)
