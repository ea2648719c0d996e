"""Finds marks in everything a browser may be given: pages, headers, files with all they hide."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pypdf

MARK = re.compile(r"zq(\d{5})x", re.IGNORECASE)


def mark(number: int) -> str:
    """The mark of that number: eight letters, the same in whatever case and alphabet."""
    return f"Zq{number:05d}x"


def marks_in(answer: Any) -> set[int]:
    """The numbers of all marks in an answer: its headers, its body, what its files unpack to."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    return {
        int(number)
        for text in (headers, unquote(headers), *texts(body))
        for number in MARK.findall(text)
    }


def texts(body: bytes) -> Iterator[str]:
    """Every reading of a body: as it stands, without its tags and escapes, unpacked."""
    text = body.decode("utf-8", "replace")
    yield text
    yield html.unescape(text)
    yield html.unescape(re.sub(r"<[^>]*>", "", text))
    if "\\u" in text:
        yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda one: chr(int(one[1], 16)), text)
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(BytesIO(body)) as packed:
            yield packed.comment.decode("utf-8", "replace")
            for one in packed.infolist():
                yield one.filename
                yield from texts(packed.read(one))
    if body.startswith(b"%PDF") and b"startxref" in body:
        read = pypdf.PdfReader(BytesIO(body))
        yield from (page.extract_text() for page in read.pages)
        yield str(read.metadata)
        for files in read.attachments.values():
            for file in files:
                yield from texts(file)
