"""Websites as exhibitor lists spell them: with or without scheme, broken, or a mail address instead."""

import re
from urllib.parse import urlsplit

LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
HOST = re.compile(rf"(?:{LABEL}\.)+[^\W\d_](?:[\w-]{{0,61}}[^\W_])?\.?")


def website(text: str) -> str | None:
    """The address with its scheme (https where none is given), or None where it leads nowhere on the web."""
    text = text.strip()
    if re.search(r"[\s\x00-\x20\x7f\\]", text):
        return None
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not HOST.fullmatch(host):
        return None
    return address
