"""What a PDF made by reportlab says, page by page: enough of the format to read back what was printed."""

import re
import zlib
from base64 import a85decode
from collections.abc import Mapping

OBJECT = re.compile(rb"\n(\d+) 0 obj\s(.*?)endobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*?)\s*endstream", re.DOTALL)
TEXT = re.compile(rb"\bBT\b(.*?)\bET\b", re.DOTALL)
SHOWN = re.compile(rb"/(F[\w+]+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) Tj", re.DOTALL)
ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
MAPPED = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]{4,})>")
PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}

Letters = Mapping[int, str]


def pages(content: bytes) -> list[str]:
    """The text of each page, one drawn string a line."""
    objects = {int(number): body for number, body in OBJECT.findall(content)}
    fonts = {
        name: _letters(_stream(objects[int(reference)]))
        for body in objects.values()
        for name, reference in re.findall(rb"/Name /(F[\w+]+) .*?/ToUnicode (\d+) 0 R", body, re.DOTALL)
    }
    drawn = [re.findall(rb"/Contents (\d+) 0 R", body) for body in objects.values() if b"/Type /Page\n" in body]
    return [_said(_stream(objects[int(reference)]), fonts) for (reference,) in drawn]


def _stream(body: bytes) -> bytes:
    (raw,) = STREAM.findall(body)
    if b"/ASCII85Decode" in body:
        raw = a85decode(raw.removesuffix(b"~>"))
    return zlib.decompress(raw) if b"/FlateDecode" in body else raw


def _letters(table: bytes) -> Letters:
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in MAPPED.findall(table)}


def _said(page: bytes, fonts: Mapping[bytes, Letters]) -> str:
    lines, font = [], b""
    for block in TEXT.findall(page):
        line = ""
        for name, text in SHOWN.findall(block):
            font = name or font
            line += "".join(fonts[font][code] for code in ESCAPED.sub(_unescaped, text))
        lines.append(line)
    return "\n".join(lines)


def _unescaped(escape: re.Match[bytes]) -> bytes:
    what = escape[1]
    return bytes([int(what, 8)]) if what.isdigit() else PLAIN.get(what, what)
