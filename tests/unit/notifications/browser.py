"""Shows mails in a real browser without a window, as phones and desks do, light and dark.

`python -m tests.unit.notifications.browser FOLDER [MESSAGE ...]` writes pictures of them, for somebody to look at.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from html import escape, unescape
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Any

from services.notifications.examples import example
from services.notifications.registry import RULES
from services.notifications.rendering import Ways, render
from shared.contracts.people import Language
from tests.unit.notifications.digested import as_digest

BROWSER = next(filter(None, map(which, ("chromium", "chromium-browser", "google-chrome"))), None)
WIDTHS = {"phone": 375, "desk": 1000}  # CSS pixels
SCHEMES = {"light": "1", "dark": "0"}
PAGE = "https://liaison.example/preferences/an-example"
WAYS = Ways("https://liaison.example/unsubscriptions/an-example", PAGE)
LANGUAGES: tuple[Language, ...] = ("fr", "en")
# For each frame: how much wider it is than its window, what stands on what it can hardly be told from, what is tiny.
MEASURE = """
const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255)
  .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const numbers = color => color.match(/[\\d.]+/g).map(Number);
const behind = (element, view) => {
  for (; element; element = element.parentElement) {
    const found = numbers(view.getComputedStyle(element).backgroundColor);
    if (found.length === 3 || found[3] > 0) return found;
  }
  return [255, 255, 255];
};
const contrast = (one, other) => {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};
const measure = frame => {
  const view = frame.contentWindow, page = view.document, pale = [], tiny = [];
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  let words = 0;
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement, text = walker.currentNode.textContent.trim();
    if (!text || !element.getClientRects().length) continue;
    const style = view.getComputedStyle(element);
    words += 1;
    if (contrast(numbers(style.color).slice(0, 3), behind(element, view).slice(0, 3)) < 4.5) pale.push(text);
    if (parseFloat(style.fontSize) < 12) tiny.push(text);
  }
  const wide = Math.max(0, page.documentElement.scrollWidth - view.innerWidth);
  const ground = luminance(behind(page.body, view));
  return {name: frame.title, wide, pale, tiny, words, ground};
};
window.onload = () => {
  document.getElementById("found").textContent = JSON.stringify([...document.querySelectorAll("iframe")].map(measure));
};
"""


def mails() -> Mapping[str, str]:
    """Every message in each language, with the foot that some have, and a digest of all that can be in one."""
    shown: dict[str, str] = {}
    for rule in RULES:
        for language in LANGUAGES:
            ways = WAYS if rule.treatment.optional else None
            text = render(rule.message, language, example(rule.message) or {}, ways)
            shown[f"{rule.message}.{language}"] = text.html or ""
    together = [rule.message for rule in RULES if rule.treatment.digestible]
    digests = {f"digest.{language}": as_digest(language, together, PAGE).html or "" for language in LANGUAGES}
    return {**shown, **digests}


def measured(pages: Mapping[str, str], scheme: str) -> list[dict[str, Any]]:
    """What a browser makes of the pages at each width, in this colour scheme."""
    frames = "".join(
        f'<iframe title="{name} {device}" width="{width}" height="900" srcdoc="{escape(html)}"></iframe>'
        for name, html in pages.items()
        for device, width in WIDTHS.items()
    )
    light_or_dark = "<!doctype html><style>:root { color-scheme: light dark } iframe { border: 0 }</style>"
    harness = f'{light_or_dark}<meta charset="utf-8"><pre id="found"></pre>{frames}<script>{MEASURE}</script>'
    shown = run(harness, scheme, WIDTHS["desk"] + 100, "--dump-dom")
    found: list[dict[str, Any]] = json.loads(unescape(shown.partition('id="found">')[2].partition("</pre>")[0]))
    return found


def run(html: str, scheme: str, width: int, *what: str) -> str:
    with TemporaryDirectory() as home:
        page = Path(home) / "page.html"
        page.write_text(html, "utf-8")
        words = (
            str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            f"--user-data-dir={home}/profile", f"--window-size={width},1400",
            f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}", *what, page.as_uri(),
        )  # fmt: skip
        return subprocess.run(words, check=True, capture_output=True, timeout=120, text=True).stdout


def picture(folder: Path, *names: str) -> None:
    """Of the messages that are named, else of all."""
    for name, html in mails().items():
        if names and name.partition(".")[0] not in names:
            continue
        for scheme in SCHEMES:
            for device, width in WIDTHS.items():
                run(html, scheme, width, f"--screenshot={folder / f'{name}-{device}-{scheme}.png'}")


if __name__ == "__main__":
    target = Path(sys.argv[1]).absolute()
    target.mkdir(parents=True, exist_ok=True)
    picture(target, *sys.argv[2:])
