"""A school's own Word file with placeholders like {{ pupil }}: checked on upload, then filled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tirek.office.document import clean

LIMIT = 20 * 1024 * 1024


class BadTemplate(Exception):
    """The file cannot be used: `unknown` names what nobody fills; empty: no template."""

    def __init__(self, unknown: Iterable[str] = ()) -> None:
        self.unknown = sorted(unknown)
        super().__init__(", ".join(self.unknown))


class _Sandbox(ImmutableSandboxedEnvironment):
    """Placeholders and loops over what is given; no functions, no growing of texts."""

    intercepted_binops = frozenset({"*", "**", "+", "%", "//", "/", "-"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """No sums in a paper."""
        raise SecurityError(operator)


def _sandbox() -> _Sandbox:
    env = _Sandbox(autoescape=True, undefined=StrictUndefined)
    env.globals.clear()
    return env


def _opened(file: bytes) -> Any:
    try:
        with ZipFile(BytesIO(file)) as parts:
            if sum(part.file_size for part in parts.infolist()) > LIMIT:
                raise BadTemplate
            parts.getinfo("word/document.xml")
    except (BadZipFile, KeyError):
        raise BadTemplate from None
    return DocxTemplate(BytesIO(file))


def placeholders(file: bytes) -> set[str]:
    """The names of the placeholders in it; BadTemplate when it cannot be read as one."""
    try:
        return set(_opened(file).get_undeclared_template_variables(_sandbox()))
    except (TemplateError, ValueError, KeyError):
        raise BadTemplate from None


def check(file: bytes, known: Iterable[str]) -> set[str]:
    """The placeholders of the file; BadTemplate names those that are not among `known`."""
    found = placeholders(file)
    unknown = found - set(known)
    if unknown:
        raise BadTemplate(unknown)
    return found


def filled(file: bytes, values: Mapping[str, Any]) -> bytes:
    """The file with the values in it; what they hold stands as text, whatever it looks like."""
    check(file, values)
    template = _opened(file)
    try:
        template.render(
            {name: _plain(value) for name, value in values.items()}, _sandbox(), autoescape=True
        )
    except (TemplateError, TypeError, ValueError):
        raise BadTemplate from None
    out = BytesIO()
    template.save(out)
    return out.getvalue()


def _plain(value: Any) -> Any:
    """Texts without the signs no file can hold, in lists and rows too."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return clean(value)
