"""Every paper goes through its ready form and back; a form that fails gives way to ours."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from django.conf import settings
from docx import Document as read_docx
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tirek.office.document import Facts, Heading, Paragraph, Table
from tirek.office.files import written
from tirek.office.reports import papers
from tirek.wordforms.actions import checked, use_ours, use_version
from tirek.wordforms.filler import fill
from tirek.wordforms.filling import parts_unused
from tirek.wordforms.models import FormVersion
from tirek.wordforms.rules.names import name_of, nearest
from tirek.wordforms.samples import sample
from tirek.wordforms.shapes import named
from tirek.wordforms.tests.making import changed, said, starter_of, version

LANGUAGES = [code for code, _words in settings.LANGUAGES]
# Papers with a Word form of the program's own only.
WITHOUT: set[str] = set()


def words(data: bytes) -> list[str]:
    """All texts of a file: page, tables, head and foot."""
    docx = read_docx(BytesIO(data))
    section = docx.sections[0]
    texts = [p.text for p in [*docx.paragraphs, *section.header.paragraphs]]
    texts += [p.text for p in section.footer.paragraphs]
    texts += [cell.text for table in docx.tables for row in table.rows for cell in row.cells]
    return [text for text in texts if text.strip()]


def test_every_paper_has_its_example():
    missing = {
        f"{name}.{language}"
        for name in papers()
        for language in LANGUAGES
        if name not in WITHOUT and sample(name, language) is None
    }
    assert missing == set(), "make them: python -m tools.samples"


@pytest.mark.parametrize("name", sorted(papers()))
def test_the_ready_form_says_what_our_own_says(name: str):
    for language in LANGUAGES:
        example = sample(name, language)
        ready = starter_of(name, language)
        used = checked(ready, example)
        known = named(example, example=True)
        assert parts_unused(used, known) == []
        filled = words(fill(ready, named(example).tree))
        assert sorted(filled) == sorted(words(written(example, "docx")))


@pytest.mark.django_db
def test_a_paper_is_given_in_the_form_in_use(school, client_of):
    user = client_of().user
    letterhead = said(starter_of("plan"), "{{ org }}", "ТАМҒА {{ org }}")
    made = version(school, user, data=letterhead)
    example = sample("plan", "kk")
    ours = words(written(example, "docx", school=school, form="plan"))
    assert not any("ТАМҒА" in one for one in ours)
    use_version(by=user, version=made)
    own = words(written(example, "docx", school=school, form="plan"))
    assert any(one == f"ТАМҒА {example.org}" for one in own)
    assert "ТАМҒА" not in str(
        words(written(example, "docx", school=school, form="plan", version=""))
    )
    # other languages, papers, formats and schools are as they were
    russian = written(sample("plan", "ru"), "docx", school=school, form="plan")
    assert "ТАМҒА" not in str(words(russian))
    assert written(example, "pdf", school=school, form="plan").startswith(b"%PDF")
    use_ours(by=user, school=school, form="plan", language="kk")
    assert "ТАМҒА" not in str(words(written(example, "docx", school=school, form="plan")))
    # an issued paper keeps the form it was issued in
    kept = written(example, "docx", school=school, form="plan", version=made.pid)
    assert "ТАМҒА" in str(words(kept))


@pytest.mark.django_db
def test_what_the_form_does_not_know_is_not_lost(school, client_of):
    user = client_of().user
    example = sample("housing-act", "kk")
    annulled = replace(example, blocks=[Paragraph("Күші жойылды"), *example.blocks])
    made = version(school, user, "housing-act", use=True)
    assert "Күші жойылды" in words(written(annulled, "docx", school=school, form="housing-act"))
    made.refresh_from_db()
    assert made.failed_at is None
    # without a place for additional lines our own form serves, and it is noted
    bare = changed(
        starter_of("housing-act"),
        parts={
            "word/document.xml": lambda xml: (
                xml.replace("{%p for line in more %}", "")
                .replace("{{ line }}", "ТАМҒА")
                .replace("{%p endfor %}", "", 1)
            )
        },
    )
    made = version(school, user, "housing-act", data=bare, use=True)
    assert "ТАМҒА" in words(written(example, "docx", school=school, form="housing-act"))
    given_ = words(written(annulled, "docx", school=school, form="housing-act"))
    assert "Күші жойылды" in given_
    assert "ТАМҒА" not in given_
    made.refresh_from_db()
    assert made.failed_why == "NO_PLACE"


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["gone", "broken", "renamed"])
def test_a_form_that_fails_gives_way_to_ours(what: str, school, client_of):
    user = client_of().user
    made = version(school, user, use=True)
    if what == "gone":
        made.file.storage.delete(made.file.name)
    elif what == "broken":
        with made.file.storage.open(made.file.name, "wb") as file:
            file.write(b"PK")
    else:
        FormVersion.objects.filter(pk=made.pk).update(used=[*made.used, "facts.Жоқ"])
    example = sample("plan", "kk")
    got = written(example, "docx", school=school, form="plan")
    assert words(got) == words(written(example, "docx"))
    made.refresh_from_db()
    assert made.failed_why == ("OUT_OF_DATE" if what == "renamed" else "BROKEN")
    made.file.storage.delete(made.file.name)


@pytest.mark.django_db
def test_years_and_other_columns(school, client_of):
    """A heading that changes is a placeholder; a table of other columns is never squeezed in."""
    user = client_of().user
    example = sample("class-passport", "kk")
    version(school, user, "class-passport", use=True)
    table = next(block for block in example.blocks if isinstance(block, Table))
    at = list(example.blocks).index(table)

    def given_with(columns):
        changed_ = replace(
            table,
            columns=columns,
            rows=[list(row)[: len(columns)] for row in table.rows],
        )
        blocks = [*example.blocks[:at], changed_, *example.blocks[at + 1 :]]
        paper = replace(example, blocks=blocks)
        got = written(paper, "docx", school=school, form="class-passport")
        assert sorted(words(got)) == sorted(words(written(paper, "docx")))
        return FormVersion.objects.get().failed_why

    later = [replace(c, group=c.group.replace("20", "21")) for c in table.columns]
    assert any("2126" in column.group for column in later)
    assert given_with(later) == ""
    assert given_with(list(table.columns)[:-1]) == "NO_PLACE"


TEXT = st.text(max_size=40)


@given(TEXT, TEXT, TEXT)
@limits(max_examples=60, deadline=None)
def test_any_words_come_out_as_they_went_in(title: str, value: str, cell: str):
    """Letters that look like XML or like a placeholder are words, nothing else."""
    example = sample("housing-act", "kk")
    ready = starter_of("housing-act")
    hostile = "<w:p>&amp;\"'{{ org }}{% if x %}]]>"
    blocks = []
    for block in example.blocks:
        if isinstance(block, Facts):
            block = Facts([(label, f"{hostile}{value}") for label, _old in block.rows])
        elif isinstance(block, Table) and block.rows:
            row = [f"{hostile}{cell}" for _column in block.columns]
            block = replace(block, rows=[row])
        blocks.append(block)
    paper = replace(example, title=f"Атауы {title}", blocks=blocks)
    from tirek.office.document import clean

    paper = clean(paper)
    filled = fill(ready, named(paper).tree)
    assert sorted(map(spaced, words(filled))) == sorted(map(spaced, words(written(paper, "docx"))))


def spaced(text: str) -> str:
    """Line ends and tabs are drawn a little differently by the two hands."""
    return "".join(text.split())


def test_tables_under_headings_of_their_own_are_one_loop():
    example = sample("six-lists", "kk")
    table = next(one for one in example.blocks if isinstance(one, Table))
    more = replace(example, blocks=[*example.blocks, Heading("Жаңа бөлім"), table])
    filled = words(fill(starter_of("six-lists"), named(more).tree))
    assert any("Жаңа бөлім" in one for one in filled)


def test_names_come_of_labels():
    assert name_of("Туған күні, айы") == "Туған_күні_айы"
    assert name_of("2026–2027") == name_of("№") == ""
    assert name_of("й" + "и" + chr(0x306)) == "йй"  # NFC
    assert nearest("Мекенжаи", ["Мекенжай", "Бала"]) == "Мекенжай"
    assert nearest("zzz", ["Мекенжай"]) == ""


def test_an_unknown_placeholder_is_named_with_its_place_and_the_nearest():
    from django.utils.translation import override

    from tirek.access.refused import Refused

    example = sample("housing-act", "kk")
    ready = starter_of("housing-act")
    wrong = said(said(ready, "facts.Мекенжайы ", "facts.Мекенжаиы "), "one.post", "one.posts")
    with override("en"), pytest.raises(Refused) as refused:
        checked(wrong, example)
    first, second = refused.value.messages
    assert "“facts.Мекенжаиы”" in first
    assert first.endswith("The nearest one: facts.Мекенжайы.")
    assert first.startswith("Text, table 1, row ")
    assert second.endswith("The nearest one: one.post.")


@pytest.mark.django_db
def test_sections_are_lost_in_no_form(school, client_of):
    """A form without a place for a table's sections says them above, or gives way to ours."""
    example = sample("plan", "kk")
    (table,) = (one for one in example.blocks if isinstance(one, Table))
    section = table.sections[0][1]
    assert section in words(fill(starter_of("plan"), named(example).tree))
    plain = said(starter_of("plan"), "{{ row.section }}", "")
    plain = said(plain, "if row.section", "if row.c1")
    made = version(school, client_of().user, "plan", data=plain, use=True)
    filled = words(written(example, "docx", school=school, form="plan"))
    made.refresh_from_db()
    assert (made.failed_at, filled.count(section)) == (None, 1)
