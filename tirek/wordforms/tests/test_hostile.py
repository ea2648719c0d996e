"""Files that are no forms: refused in words, quickly, and nothing is kept."""

from __future__ import annotations

import time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from django.utils.translation import override
from jinja2 import TemplateError

from tirek.access.refused import Refused
from tirek.wordforms.actions import checked, take_form
from tirek.wordforms.filler import fill
from tirek.wordforms.models import FormVersion
from tirek.wordforms.rules.package import LIMIT, Unfit, examine
from tirek.wordforms.samples import sample
from tirek.wordforms.tests.making import changed, said, starter_of, upload

READY = starter_of("plan")
RELS = "word/_rels/document.xml.rels"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def related(kind: str, target: str, outside: bool = True) -> bytes:
    """The ready form with one more relationship."""
    mode = ' TargetMode="External"' if outside else ""
    one = f'<Relationship Id="rId900" Type="{KIND}{kind}" Target="{target}"{mode}/>'
    return changed(
        READY, parts={RELS: lambda text: text.replace("</Relationships>", f"{one}</Relationships>")}
    )


def typed(new: str) -> bytes:
    return changed(
        READY,
        parts={"[Content_Types].xml": lambda text: text.replace("document.main+xml", new)},
    )


def text(inside: str) -> bytes:
    """The ready form with other words in place of the title."""
    return said(READY, "{{ title }}", inside)


def body(inside: str) -> bytes:
    return changed(
        READY,
        parts={"word/document.xml": lambda text: text.replace("<w:sectPr", f"{inside}<w:sectPr")},
    )


def field(code: str) -> bytes:
    run = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return body(
        f"<w:p>{run.format('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>"
        f"{run.format('separate')}{run.format('end')}</w:p>"
    )


def entries(number: int) -> bytes:
    return changed(READY, parts={f"word/media/{n}.png": b"" for n in range(number)})


def bomb() -> bytes:
    return changed(READY, parts={"word/media/image.png": b"\0" * (60 * 1024 * 1024)})


def lying() -> bytes:
    """A zip whose list says less than a part unpacks to."""
    data = bytearray(changed(READY, parts={"word/media/a.png": b"\0" * 5_000_000}))
    size = (5_000_000).to_bytes(4, "little")
    return bytes(data).replace(size, (10).to_bytes(4, "little"))


def entities(doctype: str, use: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return changed(
        READY,
        parts={
            "word/document.xml": lambda xml: (
                head + doctype + xml[xml.index("<w:document") :].replace("{{ title }}", use, 1)
            )
        },
    )


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


def zipped(**parts: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as box:
        for name, content in parts.items():
            box.writestr(name, content)
    return out.getvalue()


def two_of_a_name() -> bytes:
    out = BytesIO(READY)
    with (
        ZipFile(out, "a", ZIP_DEFLATED) as box,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        box.writestr("word/document.xml", "<other/>")
    return out.getvalue()


DEEP = "<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000
TAGS = "{% if left %}" * 60 + "{% endif %}" * 60

UTF16 = '<?xml version="1.0" encoding="UTF-16"?>'

HOSTILE = {
    "no zip": (lambda: b"PK\x03\x04 nothing", "NOT_WORD"),
    "a text": (lambda: "Жоспар".encode(), "NOT_WORD"),
    "another zip": (lambda: zipped(a=b"1"), "NOT_WORD"),
    "cut short": (lambda: READY[: len(READY) // 2], "NOT_WORD"),
    "too large": (lambda: READY + b"\0" * LIMIT, "TOO_LARGE"),
    "docm": (
        lambda: typed("document.macroEnabled.main+xml"),
        "MACROS",
    ),
    "a template with macros": (lambda: typed("template.macroEnabledTemplate.main+xml"), "MACROS"),
    "vba": (lambda: changed(READY, parts={"word/vbaProject.bin": b"1"}), "MACROS"),
    "vba under another name": (lambda: related("vbaProject", "a.xml", outside=False), "MACROS"),
    "an Excel file's type": (lambda: typed("sheet.main+xml"), "NOT_WORD"),
    "remote template": (lambda: related("attachedTemplate", "https://example.org/a"), "OUTSIDE"),
    "remote picture": (lambda: related("image", "http://example.org/a.png"), "OUTSIDE"),
    "picture on a server": (lambda: related("image", r"\\server\a.png"), "OUTSIDE"),
    "picture of the machine": (lambda: related("image", "file:///etc/passwd"), "OUTSIDE"),
    "picture said to be inside": (
        lambda: related("image", "http://example.org/a.png", outside=False),
        "OUTSIDE",
    ),
    "script link": (lambda: related("hyperlink", "javascript:alert(1)"), "OUTSIDE"),
    "frame": (lambda: related("frame", "http://example.org/"), "OUTSIDE"),
    "OLE": (lambda: related("oleObject", "embeddings/a.bin", outside=False), "EMBEDDED"),
    "embedded book": (lambda: related("package", "embeddings/a.xlsx", outside=False), "EMBEDDED"),
    "another document": (lambda: related("aFChunk", "a.html", outside=False), "EMBEDDED"),
    "mail merge": (lambda: related("mailMergeSource", "file:///a.csv"), "OUTSIDE"),
    "control": (lambda: body("<w:p><w:r><w:object/></w:r></w:p>"), "EMBEDDED"),
    "picture by address in the text": (
        lambda: body('<w:p><w:r><w:pict src="http://example.org/a.png"/></w:r></w:p>'),
        "OUTSIDE",
    ),
    "field that fetches": (lambda: field('INCLUDEPICTURE "http://example.org/"'), "FIELD"),
    "field that runs": (lambda: field("DDEAUTO c:\\\\windows\\\\cmd.exe"), "FIELD"),
    "field in pieces": (
        lambda: field("INCLUDE</w:instrText></w:r><w:r><w:instrText>TEXT a"),
        "FIELD",
    ),
    "field with a placeholder": (lambda: field("PAGE {{ title }}"), "FIELD"),
    "simple field": (lambda: body('<w:p><w:fldSimple w:instr=" INCLUDETEXT a "/></w:p>'), "FIELD"),
    "outer entity": (
        lambda: entities('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;"),
        "DEFINITIONS",
    ),
    "billion laughs": (lambda: entities(LAUGHS, "&i;"), "DEFINITIONS"),
    "outer definitions": (
        lambda: entities('<!DOCTYPE x SYSTEM "http://example.org/a.dtd">', ""),
        "DEFINITIONS",
    ),
    "UTF-16 with definitions": (
        lambda: changed(
            READY,
            parts={"word/document.xml": f"{UTF16}<!DOCTYPE a><a/>".encode("utf-16")},
        ),
        "DEFINITIONS",
    ),
    "zip bomb": (bomb, "BOMB"),
    "zip that lies": (lying, "NOT_WORD"),
    "long text": (
        lambda: body(f"<w:p><w:r><w:t>{'ә' * 3_000_000}</w:t></w:r></w:p>"),
        "BOMB",
    ),
    "30,000 entries": (lambda: entries(30_000), "TOO_MANY_PARTS"),
    "path upward": (lambda: changed(READY, parts={"word/../../a.xml": b"<a/>"}), "STRANGE_PART"),
    "path from the root": (lambda: changed(READY, parts={"/etc/a.xml": b"<a/>"}), "STRANGE_PART"),
    "path of Windows": (lambda: changed(READY, parts={"word\\a.xml": b"<a/>"}), "STRANGE_PART"),
    "a program": (lambda: changed(READY, parts={"word/a.exe": b"MZ"}), "STRANGE_PART"),
    "a picture that is text": (
        lambda: changed(READY, parts={"word/media/a.svg": b"<svg/>"}),
        "STRANGE_PART",
    ),
    "two of a name": (two_of_a_name, "NOT_WORD"),
    "broken XML": (lambda: changed(READY, parts={"word/document.xml": b"<a><b></a>"}), "BROKEN"),
    "very deep": (lambda: body(DEEP), "TOO_DEEP"),
    "very many": (lambda: body("<w:p/>" * 130_000), "TOO_DEEP"),
    "no main part": (lambda: changed(READY, drop=["word/document.xml"]), "NOT_WORD"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_refused_quickly(case: str):
    make, code = HOSTILE[case]
    data = make()
    began = time.perf_counter()
    with pytest.raises(Unfit) as refused:
        examine(data)
    assert time.perf_counter() - began < 2
    assert refused.value.flaw.code.startswith(code)


JINJA = [
    "{{ ''.__class__ }}",
    "{{ title.__class__.__mro__ }}",
    "{{ title['upper']() }}",
    "{{ title.upper() }}",
    "{{ title|upper }}",
    "{{ [1, 2] }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 'а' * 1000000000 }}",
    "{{ self }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{% for i in range(10**9) %}а{% endfor %}",
    "{% for a in tables %}{% for b in tables %}а{% endfor %}{% endfor %}",
    "{% for a in tables recursive %}{% endfor %}",
    "{% for a in tables if a %}{% endfor %}",
    "{% macro a() %}{% endmacro %}",
    "{% import 'a' as b %}",
    "{% include 'a' %}",
    "{% extends 'a' %}",
    "{% set a = 1 %}",
    "{% raw %}{% endraw %}",
    "{% block a %}{% endblock %}",
    "{% call a() %}{% endcall %}",
    "{% with a = 1 %}{% endwith %}",
    "{% filter upper %}а{% endfilter %}",
    "{% if title == 'а' %}а{% endif %}",
    "{%- if title %}а{% endif %}",
    "{{r title }}",
    "{# a #}",
    "{% cellbg title %}",
    "{% vm %}",
    "{{ " + "(" * 3_000 + ")" * 3_000 + " }}",
    "{{ title",
    "title }}",
    "{% if title %}",
    "{% endif %}",
    "{% for x in title %}{{ x }}{% endfor %}",
    "{{ tables }}",
    "{{ facts }}",
    TAGS,
    "{" + "{ title }" + "}}",
]


@pytest.mark.parametrize("inside", JINJA)
def test_no_language_but_our_own(inside: str):
    example = sample("housing-act", "kk")
    ready = starter_of("housing-act")
    began = time.perf_counter()
    with override("en"), pytest.raises(Refused) as refused:
        checked(said(ready, "{{ title }}", inside), example)
    assert time.perf_counter() - began < 2
    assert all(
        one.startswith(("Text, paragraph", "The file cannot")) for one in refused.value.messages
    )


# What the language has not, but what does no harm: it is refused on upload only.
HARMLESS = {
    *("{{ self }}", "{{ tables }}", "{{ facts }}", "{% raw %}{% endraw %}", "{{ title }}}"),
    *("{# a #}", "{% for x in title %}{{ x }}{% endfor %}", "{{ title", "title }}", "{%- if", TAGS),
    "{% for a in tables %}{% for b in tables %}а{% endfor %}{% endfor %}",
    "{%- if title %}а{% endif %}",
    *("{{r title }}", "{% cellbg title %}", "{% vm %}", "{{ title }}", "{" + "{ title }" + "}}"),
}


@pytest.mark.parametrize("inside", [one for one in JINJA if one not in HARMLESS])
def test_the_filler_itself_runs_nothing(inside: str):
    """The second line: what got past the check of uploads is still not run."""
    form = said(starter_of("housing-act"), "{{ title }}", inside)
    tree = {"title": "Атау", "org": "", "tables": [], "facts": {}, "more": []}
    with pytest.raises((TemplateError, RecursionError)):
        fill(form, tree)


@pytest.mark.django_db
def test_nothing_is_kept_of_a_refused_file(school, client_of):
    client = client_of()
    for make in (lambda: related("attachedTemplate", "https://example.org/a"), lambda: b"PK"):
        with pytest.raises(Refused) as refused:
            take_form(
                by=client.user, school=school, form="plan", language="kk", file=upload(make())
            )
        assert refused.value.field == "file"
    assert not FormVersion.objects.exists()
