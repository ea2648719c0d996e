"""A plan as schools write it: from Word and from text the same, nothing lost, troubles named."""

import json
import os
import re
import shutil
import zipfile
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from docx import Document

from tirek.plans.reading import NotAPlanFile, read_plan_file
from tirek.plans.ready import plans as ready_plans
from tirek.plans.rules.proposals import proposals
from tirek.plans.rules.reading import items

SAMPLES = Path(__file__).parents[3] / "tests" / "samples"
REAL = os.environ.get("TIREK_SOURCE_PLANS")
real = pytest.mark.skipif(
    not REAL, reason="TIREK_SOURCE_PLANS does not name the folder of the real plan: NOT TESTED"
)


FOLDERS = [
    pytest.param(SAMPLES, id="sample"),
    pytest.param(Path(REAL or "."), id="real", marks=real),
]


@pytest.mark.parametrize("folder", FOLDERS)
def test_word_and_text_give_the_same(folder):
    word, text = read_plan_file(folder / "plan.docx"), read_plan_file(folder / "plan.txt")
    assert word.as_json() == text.as_json()
    assert word.troubles == []
    rows = {plan.kind: [row.number for row in plan.rows] for plan in word.plans}
    assert rows == {
        "OWN": [str(number) for number in range(1, 12)],
        "NURSE": ["1", "3", "4", "5", "6", "7"],
        "CLASS_TEACHERS": [str(number) for number in range(1, 11)],
        "PSYCHOLOGIST": [str(number) for number in range(1, 11)],
    }


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_item_gets_its_code_and_sure_terms_are_right(folder):
    reading = read_plan_file(folder / "plan.docx")
    ready = {plan["kind"]: plan["rows"] for plan in ready_plans()}
    terms = {row["code"]: row["term"] for rows in ready.values() for row in rows}
    codes, proposed = [], set()
    for plan in reading.plans:
        found = proposals(plan, ready[plan.kind])
        for at, line in enumerate(plan.rows):
            for place, item in enumerate(line.items):
                rows = found[at, place].rows
                codes += [row["code"] for row in rows]
                if item.paired:
                    for row in rows:
                        assert item.term.as_json() == terms[row["code"]], row["code"]
                else:
                    proposed.add((plan.kind, line.number))
    assert codes == list(terms)
    assert proposed == {("OWN", "1"), ("OWN", "2"), ("OWN", "7")}


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_word_of_the_activities_is_lost(folder):
    document = Document(folder / "plan.docx")
    read = json.dumps(read_plan_file(folder / "plan.docx").as_json(), ensure_ascii=False)
    kept = set(re.findall(r"\w+", read))
    for table in document.tables:
        for row in table.rows[1:]:
            for cell in row.cells[:2]:
                words = set(re.findall(r"\w+", cell.text))
                assert words <= kept, words - kept


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (("- Бірінші;", "- Екінші."), ["Бірінші", "Екінші."]),
        (("Бірінші іс", "Екінші іс"), ["Бірінші іс", "Екінші іс"]),
        (("Бірінші іс", "жалғасы"), ["Бірінші іс жалғасы"]),
        (("- Бірінші;--Екінші;",), ["Бірінші", "Екінші"]),
        (
            ("- Тізімдер:", "· жетімдер;", "· қандастар.", "· Тапсыру."),
            ["Тізімдер:\n· жетімдер;\n· қандастар.", "Тапсыру."],
        ),
        (("1) Бірінші", "2) Екінші"), ["Бірінші", "Екінші"]),
        (("10-11 сынып оқушылары",), ["10-11 сынып оқушылары"]),
        ((), []),
    ],
)
def test_items_of_a_cell(cell, expected):
    assert items(cell) == expected


def docx(rows, heading="Жылдық жұмыс жоспары"):
    document = Document()
    document.add_paragraph(heading)
    table = document.add_table(rows=0, cols=4)
    for row in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


HEAD = ("№", "Іс-шаралар мазмұны", "Мерзімі", "Жауапты")


def test_unknown_words_are_named_with_row_and_cell(tmp_path):
    file = tmp_path / "plan.docx"
    file.write_bytes(docx([HEAD, ("1", "Іс", "көктемде бір күні", "бақташы")]))
    reading = read_plan_file(file)
    assert reading.plans[0].rows[0].items[0].term is None
    found = {(one.code, one.row, one.cell, one.value) for one in reading.troubles}
    assert ("UNKNOWN_TERM", "1", "term", "көктемде бір күні") in found
    assert ("UNKNOWN_ROLE", "1", "responsible", "бақташы") in found


def test_a_russian_plan_with_other_columns_first(tmp_path):
    file = tmp_path / "plan.docx"
    head = ("№ п/п", "Срок", "Мероприятия", "Ответственный")
    rows = [head, ("5", "в течение года", "Рейды", "Социальный педагог")]
    file.write_bytes(docx(rows, "Годовой план работы социального педагога"))
    row = read_plan_file(file).plans[0].rows[0]
    assert (row.number, row.items[0].text) == ("5", "Рейды")
    assert row.items[0].term.as_json() == {"ongoing": True}


def bomb():
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (210 * 1024 * 1024))
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BAD = {
    "EMPTY": ("plan.docx", b""),
    "BROKEN": ("plan.docx", b"PK\x03\x04 not a word file"),
    "WRONG_FORMAT": ("plan.pdf", b"%PDF-1.4"),
    "PASSWORD": ("plan.docx", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")),
    "NO_TABLES": ("plan.docx", docx([("а", "б", "в", "г")])),
    "NOT_TEXT": ("plan.txt", b"\xff\xfe\x00"),
}


@pytest.mark.parametrize("code", [*BAD, "MISSING", "TOO_LARGE", "BOMB"])
def test_bad_files_are_refused_in_words_with_exit_code_2(code, tmp_path):
    name, content = BAD.get(code, ("plan.docx", b""))
    file = tmp_path / name
    if code == "BOMB":
        file.write_bytes(bomb())
        code = "TOO_LARGE"
    elif code == "TOO_LARGE":
        with file.open("wb") as out:
            out.truncate(51 * 1024 * 1024)
    elif code != "MISSING":
        file.write_bytes(content)
    with pytest.raises(NotAPlanFile) as caught:
        read_plan_file(file)
    assert caught.value.code == code
    with pytest.raises(CommandError) as told:
        call_command("import_plan", str(file), "--dry-run")
    assert told.value.returncode == 2
    assert str(file) in str(told.value)


def test_an_old_word_file_and_a_text_without_tables_are_refused(tmp_path):
    for name, content in (("a.docx", OLE), ("a.txt", "жай мәтін".encode()), ("a.txt", OLE)):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(NotAPlanFile):
            read_plan_file(tmp_path / name)


def test_a_windows_text_file_is_read(tmp_path):
    text = "\t№\n\tМероприятия\n\tСрок\n\tОтветственный\n\n\t1\n\tРейд\n\tмай\n\tПсихолог\n"
    (tmp_path / "plan.txt").write_bytes(text.encode("cp1251"))
    item = read_plan_file(tmp_path / "plan.txt").plans[0].rows[0].items[0]
    assert (item.text, item.responsible) == ("Рейд", ("PSYCHOLOGIST",))


def test_the_dry_run_says_it_as_json(tmp_path):
    file = tmp_path / "plan.docx"
    shutil.copy(SAMPLES / "plan.docx", file)
    out = StringIO()
    call_command("import_plan", str(file), "--dry-run", "--format", "json", stdout=out)
    found = json.loads(out.getvalue())
    assert [plan["kind"] for plan in found["plans"]] == [
        *("OWN", "NURSE", "CLASS_TEACHERS", "PSYCHOLOGIST")
    ]
    assert found["problems"] == []
    item = found["plans"][1]["rows"][0]["items"][0]
    assert set(item) == {"text", "term", "responsible", "paired"}
