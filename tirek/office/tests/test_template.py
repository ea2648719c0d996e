"""A school's own Word file: its placeholders are listed, checked, and filled with plain text."""

from io import BytesIO

import pytest
from docx import Document as new_docx

from tirek.office.template import BadTemplate, check, filled, placeholders


def file(*lines):
    docx = new_docx()
    for line in lines:
        docx.add_paragraph(line)
    out = BytesIO()
    docx.save(out)
    return out.getvalue()


def text(content):
    return "\n".join(p.text for p in new_docx(BytesIO(content)).paragraphs)


def test_placeholders_are_listed_and_filled():
    own = file("{{ pupil }}, {{ school }}", "{% for r in rows %}{{ r.name }};{% endfor %}")
    assert placeholders(own) == {"pupil", "school", "rows"}
    values = {"pupil": "Әбілқас Нұрай", "school": "№ 12", "rows": [{"name": "Ғ"}, {"name": "Ұ"}]}
    assert text(filled(own, values)) == "Әбілқас Нұрай, № 12\nҒ;Ұ;"


@pytest.mark.parametrize("hostile", ["<w:p/>&amp;", "{{ school }}", "A & B < C", "a\x00b"])
def test_what_is_filled_in_stays_text(hostile):
    content = filled(file("{{ pupil }}"), {"pupil": hostile})
    assert text(content) == hostile.replace("\x00", "")


def test_unknown_placeholders_are_named():
    with pytest.raises(BadTemplate) as caught:
        check(file("{{ pupil }} {{ salary }} {{ iin }}"), {"pupil"})
    assert caught.value.unknown == ["iin", "salary"]


@pytest.mark.parametrize(
    "line",
    [
        "{{ pupil.__class__.__mro__ }}",
        "{{ pupil * 1000000 }}",
        "{{ pupil + pupil }}",
        "{% for x in range(9) %}x{% endfor %}",
        "{{ pupil",
        "{% include 'x' %}",
    ],
)
def test_code_in_a_template_is_refused(line):
    with pytest.raises(BadTemplate):
        filled(file(line), {"pupil": "x"})


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"hello"])
def test_what_is_no_word_file_is_refused(content):
    with pytest.raises(BadTemplate):
        placeholders(content)
