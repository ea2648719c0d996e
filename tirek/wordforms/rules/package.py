"""Is a Word file only a Word file? What it is packed of, before anything in it is believed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

MEGABYTE = 1024 * 1024
LIMIT = 5 * MEGABYTE  # the file as it comes
ENTRIES = 400
UNPACKED = 40 * MEGABYTE
UNPACKED_XML = 4 * MEGABYTE  # one part of text
DEPTH = 120
ELEMENTS = 120_000

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
BODY = "word/document.xml"
# What a letterhead is made of; by the last word of a relationship's type.
WANTED = {
    *("officeDocument", "styles", "stylesWithEffects", "settings", "webSettings", "fontTable"),
    *("theme", "numbering", "header", "footer", "footnotes", "endnotes", "comments", "image"),
    *("core-properties", "extended-properties", "custom-properties", "thumbnail", "font"),
    *("customXml", "customXmlProps", "commentsExtended", "commentsIds", "commentsExtensible"),
    *("people", "hyperlink", "glossaryDocument"),
}
PICTURES = ("png", "jpg", "jpeg", "gif", "bmp", "emf", "wmf", "tif", "tiff")
# Fields that Word counts by itself and that read nothing from elsewhere.
FIELDS = {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "SEQ", "TOC", "PAGEREF"}
SAFE_LINKS = ("http://", "https://", "mailto:", "tel:")


@dataclass(frozen=True)
class Flaw:
    """Why a file is not taken: a code and what it is about (a part, an address, a field)."""

    code: str
    detail: str = ""


class Unfit(ValueError):
    """The file is not taken; `flaw` says why."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(f"{flaw.code} {flaw.detail}")
        self.flaw = flaw


def examine(data: bytes) -> None:
    """Unfit when this is no plain Word document: macros, links, embedded things, bombs."""
    if len(data) > LIMIT:
        raise Unfit(Flaw("TOO_LARGE"))
    try:
        with ZipFile(BytesIO(data)) as box:
            _examine_list(box.infolist())
            parts = {one.filename: _read(box, one) for one in box.infolist() if not one.is_dir()}
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit(Flaw("NOT_WORD")) from None
    if BODY not in parts or "[Content_Types].xml" not in parts:
        raise Unfit(Flaw("NOT_WORD"))
    for name, content in parts.items():
        _examine_part(name, content)


def _examine_list(entries: list[ZipInfo]) -> None:
    """The list of the zip, before anything is unpacked."""
    if len(entries) > ENTRIES:
        raise Unfit(Flaw("TOO_MANY_PARTS", str(len(entries))))
    names = [one.filename for one in entries]
    if len({name.casefold() for name in names}) != len(names):
        raise Unfit(Flaw("NOT_WORD"))
    for one in entries:
        name = one.filename
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise Unfit(Flaw("STRANGE_PART", name[:80]))
        if one.flag_bits & 1:
            raise Unfit(Flaw("LOCKED"))
        if "vbaproject" in name.casefold() or "vbadata" in name.casefold():
            raise Unfit(Flaw("MACROS"))
        if _is_text(name) and one.file_size > UNPACKED_XML:
            raise Unfit(Flaw("BOMB", name[:80]))
    if sum(one.file_size for one in entries) > UNPACKED:
        raise Unfit(Flaw("BOMB"))


def _is_text(name: str) -> bool:
    return name.casefold().endswith((".xml", ".rels"))


def _read(box: ZipFile, one: ZipInfo) -> bytes:
    """The part's content; never more than its list says."""
    with box.open(one) as file:
        content = file.read(one.file_size + 1)
    if len(content) > one.file_size:
        raise Unfit(Flaw("BOMB", one.filename[:80]))
    return content


def _examine_part(name: str, content: bytes) -> None:
    lower = name.casefold()
    if lower.endswith(".rels"):
        _Relations(name).read(content)
    elif lower == "[content_types].xml":
        _Types(name).read(content)
    elif lower.endswith(".xml"):
        _Text(name).read(content)
    elif lower.endswith(".odttf") or lower.rpartition(".")[2] in PICTURES:
        return
    else:
        raise Unfit(Flaw("STRANGE_PART", name[:80]))


class _Reader:
    """Reads one XML part in a pass: no definitions of its own, no endless nesting."""

    def __init__(self, name: str) -> None:
        self.name, self.depth, self.elements = name, 0, 0

    def read(self, content: bytes) -> None:
        """Unfit when the part is broken or holds what it should not."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.text
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, LookupError):
            raise Unfit(Flaw("BROKEN_PART", self.name[:80])) from None
        self.finish()

    def _doctype(self, *_of_it: Any) -> None:
        raise Unfit(Flaw("DEFINITIONS", self.name[:80]))

    def _start(self, tag: str, values: Mapping[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > DEPTH or self.elements > ELEMENTS:
            raise Unfit(Flaw("TOO_DEEP", self.name[:80]))
        self.begin(tag.rpartition("}")[2], values)

    def _end(self, tag: str) -> None:
        self.depth -= 1
        self.end(tag.rpartition("}")[2])

    def begin(self, tag: str, values: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def text(self, said: str) -> None:
        """Text between elements."""

    def finish(self) -> None:
        """The part is read to its end."""


class _Relations(_Reader):
    """What a part leads to: parts of the same file, of kinds that a letterhead needs."""

    def begin(self, tag: str, values: Mapping[str, str]) -> None:
        """Each relationship: its kind, and that it stays in the file (or is a link to press)."""
        if tag != "Relationship":
            return
        kind = values.get("Type", "").rpartition("/")[2]
        target = values.get("Target", "")
        if "vba" in kind.casefold() or "keyMapCustomizations" in kind:
            raise Unfit(Flaw("MACROS"))
        outside = values.get("TargetMode", "").casefold() == "external"
        if outside and not (kind == "hyperlink" and target.casefold().startswith(SAFE_LINKS)):
            raise Unfit(Flaw("OUTSIDE", target[:120]))
        if kind not in WANTED:
            raise Unfit(Flaw("EMBEDDED", kind[:40] or target[:80]))
        if not outside and ("\\" in target or "://" in target or target.startswith("//")):
            raise Unfit(Flaw("OUTSIDE", target[:120]))


class _Types(_Reader):
    """The list of parts' types: the body is a document without macros."""

    body = ""

    def begin(self, tag: str, values: Mapping[str, str]) -> None:
        """Each type named."""
        kind = values.get("ContentType", "").casefold()
        if "macro" in kind or "vba" in kind:
            raise Unfit(Flaw("MACROS"))
        if tag == "Override" and values.get("PartName", "").lstrip("/") == BODY:
            self.body = kind

    def finish(self) -> None:
        """The body's own type."""
        if self.body != MAIN:
            raise Unfit(Flaw("NOT_WORD"))


class _Text(_Reader):
    """A part with text: no fields that fetch something, no addresses of pictures elsewhere."""

    code: list[str] | None = None
    field = ""
    nested = 0

    def begin(self, tag: str, values: Mapping[str, str]) -> None:
        """Fields and addresses."""
        if tag in {"altChunk", "subDoc", "OLEObject", "control", "object", "movie"}:
            raise Unfit(Flaw("EMBEDDED", tag))
        if tag == "fldSimple":
            _known_field(next((v for k, v in values.items() if k.endswith("}instr")), ""))
        elif tag == "instrText":
            self.code = []
        elif tag == "fldChar":
            kind = next((v for k, v in values.items() if k.endswith("}fldCharType")), "")
            self._field(kind)
        for name, value in values.items():
            if name in {"src", "href"} or name.endswith(("}src", "}href")):
                _inside(value)

    def _field(self, kind: str) -> None:
        """A field may be cut into several texts; it is known when it separates or ends."""
        if kind == "begin":
            self.nested += 1
            if self.nested > 1:  # a field within a field is put together while it is read
                raise Unfit(Flaw("FIELD", self.field.strip()[:40]))
        elif self.nested and self.field:
            _known_field(self.field)
            self.field = ""
        if kind == "end":
            self.nested = max(0, self.nested - 1)

    def end(self, tag: str) -> None:
        """A field's text has ended."""
        if tag == "instrText":
            self.field += "".join(self.code or ())
            self.code = None

    def text(self, said: str) -> None:
        """Text of a field."""
        if self.code is not None:
            self.code.append(said)

    def finish(self) -> None:
        """A field that never ended is looked at too."""
        if self.field.strip():
            _known_field(self.field)


def _known_field(code: str) -> None:
    words = code.split()
    if "{" in code or (words and words[0].upper() not in FIELDS):
        raise Unfit(Flaw("FIELD", code.strip()[:40]))


def _inside(address: str) -> None:
    if "://" in address or address.startswith(("\\\\", "//", "file:")):
        raise Unfit(Flaw("OUTSIDE", address[:120]))


def part_names(data: bytes) -> Iterable[str]:
    """The names of the parts of a file that has been examined."""
    with ZipFile(BytesIO(data)) as box:
        return box.namelist()
