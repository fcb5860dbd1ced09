"""A further language, by nothing but files in a folder: previewed, test-sent, kept, and sent to whoever wants it."""

import re
import shutil
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from services.notifications import editions, rendering
from services.notifications.rendering import TEMPLATES
from shared.clock import now
from tests.conftest import Eventually
from tests.integration.test_mail_api import Office, office, running
from tests.integration.test_notifications_api import problem
from tests.unit.notifications import world

pytestmark = pytest.mark.real
__all__ = ["office", "running"]  # fixtures

SPANISH = {
    "_layout/es.foot.txt.j2": "Para elegir:\n{{ preferences }}\n\nPara no recibirlos:\n{{ unsubscribe }}\n",
    "_layout/es.foot.html.j2": "Liaison escribe este mensaje.",
    "_layout/es.greeting.html.j2": "Estimados señores:",
    "posting_started/es.txt.j2": "Subject: {{ post }}: {{ arriving }} el {{ started_on | day }}\n\n"
    "{{ arriving }} llega.\n",
    "posting_started/es.mjml.j2": '{% extends "_layout/page.mjml.j2" %}{% block content %}'
    "<mj-text>{{ arriving }} llega.</mj-text>{% endblock %}",
}


@pytest.fixture
def spanish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One message in another language, by nothing but files in a folder."""
    folder = shutil.copytree(TEMPLATES, tmp_path / "templates")
    for name, text in SPANISH.items():
        (folder / name).write_text(text, "utf-8")
    caches = (
        rendering.written_in, rendering.languages, rendering.environment, rendering.markup, editions.edition,
    )  # fmt: skip
    with monkeypatch.context() as patched:
        for module in (rendering, editions):
            patched.setattr(module, "TEMPLATES", folder)
        for cache in caches:
            cache.cache_clear()
        yield
    for cache in caches:
        cache.cache_clear()


@pytest.mark.usefixtures("spanish")
async def test_another_language_is_there_with_its_files_for_whoever_wants_it(
    office: Office, eventually: Eventually
) -> None:
    listed = {one["message"]: one for one in (await office.send("GET", "/templates", "auditor")).json()}
    assert listed["posting_started"]["versions"].keys() == {"en", "es", "fr"}
    assert listed["post_closed"]["versions"].keys() == {"en", "fr"}
    wish = {"language": "es"}
    shown = (await office.send("POST", "/templates/posting_started/preview", "hq", json=wish)).json()
    assert (shown["version"], "llega." in shown["html"]) == (listed["posting_started"]["versions"]["es"], True)
    assert re.search(r" de \d{4}$", shown["subject"])  # the day, as it is said there
    missing = await office.send("POST", "/templates/post_closed/preview", "hq", json=wish)
    assert problem(missing) == (404, "template-language-unknown")
    trial = {**wish, "to": "desk@liaison.example"}
    sent = await office.send("POST", "/templates/posting_started/test-send", "operator", json=trial)
    assert (sent.json()["code"], office.sink.read()[-1]["Subject"]) == (250, shown["subject"])
    await office.service.state["editions"].keep(("posting_started",), now())
    path = f"/templates/posting_started/es/versions/{shown['version']}"
    sources = (await office.send("GET", path, "operator")).json()["sources"]
    assert sources["posting_started/es.txt.j2"] == SPANISH["posting_started/es.txt.j2"]

    await office.hears(world.LIMA, "post-lima")
    prefer = await office.send("POST", "/embassies/lima/prefer", "hq", json=wish)
    assert prefer.status_code == 200, prefer.text
    await office.hears(world.STARTED, "posting-es")

    async def told() -> bool:
        return len(await office.deliveries(about="posting-es", status="sent")) == 2

    await eventually(told)
    embassy = office.mail("embassy@lima.example", "Claire Morel el")
    read: Any = message_from_bytes(embassy, policy=SMTP)
    assert "Para elegir" in read.get_body(("plain",)).get_content()
    assert "takes up duty" in str(message_from_bytes(office.mail("post@lima.example", "Lima"), policy=SMTP))
