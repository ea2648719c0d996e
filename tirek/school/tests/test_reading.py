"""Files of every kind, whole and broken."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tirek.school import reading
from tirek.school.reading import Unreadable, read_tables
from tirek.school.rules.roster import parsed_rows
from tirek.school.tests import rosters

ROW = ["Сейт Әсел Болатқызы", "5А", "14.03.2015", "", "Бұлақ к-сі, 7-үй"]
ROWS = [rosters.HEAD, ROW]


def values(content):
    return [
        dict(row.values)
        for table in read_tables(content)
        for row in parsed_rows(table, date(2026, 11, 23))
    ]


EXPECTED = {
    "surname": "Сейт",
    "given": "Әсел",
    "patronymic": "Болатқызы",
    "class": "5А",
    "born_on": date(2015, 3, 14),
    "address": "Бұлақ к-сі, 7-үй",
}


@pytest.mark.parametrize(
    "content",
    [
        rosters.xlsx(ROWS),
        rosters.ods(ROWS),
        rosters.text(ROWS),
        rosters.text(ROWS, "utf-8"),
        rosters.text(ROWS, "utf-16"),
        rosters.text(ROWS, "kz1048"),
        rosters.text(ROWS, delimiter="\t"),
        rosters.text(ROWS, delimiter=","),
    ],
    ids=["xlsx", "ods", "csv", "no mark", "utf-16", "1251 kz", "tab", "comma"],
)
def test_the_same_list_in_every_format(content):
    assert values(content) == [EXPECTED]


def test_windows_1251_in_russian():
    rows = [["Ф.И.О.", "Класс"], ["Сидорова Илья", "5А"]]
    (one,) = values(rosters.text(rows, "cp1251"))
    assert one == {"surname": "Сидорова", "given": "Илья", "class": "5А"}


def test_commas_in_addresses_are_no_delimiters():
    rows = [["Аты-жөні", "Мекенжайы"], *[["Сейт Әсел", "а, б, в, г, д, е"]] * 3]
    content = "\r\n".join(";".join(row) for row in rows).encode()
    assert [one["address"] for one in values(content)] == ["а, б, в, г, д, е"] * 3


def test_dates_and_numbers_of_excel():
    rows = [rosters.HEAD, ["Сейт Дамир", "5А", date(1900, 3, 5), None, 7.0]]
    assert values(rosters.xlsx(rows))[0]["born_on"] == date(1900, 3, 5)
    assert values(rosters.xlsx(rows))[0]["address"] == "7"


def test_rows_keep_their_numbers_when_the_table_begins_lower():
    (table,) = read_tables(rosters.xlsx([[], [], ["", *rosters.HEAD], ["", *ROW]]))
    (row,) = parsed_rows(table, date(2026, 11, 23))
    assert (row.row, row.columns["full_name"]) == (4, "B")


def test_a_quoted_line_break_in_csv():
    rows = [rosters.HEAD, ["Сейт\nӘсел", *ROW[1:]]]
    assert values(rosters.text(rows))[0]["given"] == "Әсел"


def test_oneroster():
    one, two = values(rosters.oneroster())
    assert one == {
        "surname": "Омар",
        "given": "Дамир",
        "class": "5А",
        "born_on": date(1900, 1, 1),
        "sex": "M",
        "iin": "000101300019",
        "phone": "+77010000000",
        "arrived_on": date(2026, 9, 1),
    }
    assert (two["surname"], two["sex"]) == ("Сейт", "F")


def encrypted_zip() -> bytes:
    content = bytearray(rosters.zipped(a_csv=b"1"))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    return bytes(content)


def far_cell() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active["XFD1048576"] = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods_repeated() -> bytes:
    content = (
        b"<office:document-content><table:table>"
        b'<table:table-row table:number-rows-repeated="900000">'
        b'<table:table-cell office:value-type="string"/></table:table-row></table:table>'
    )
    return rosters.zipped(**{"content.xml": content, "mimetype": b"x"})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "EMPTY"),
        (b"\xef\xbb\xbf", "EMPTY"),
        (b" \r\n\r\n", "EMPTY"),
        (rosters.xlsx([]), "EMPTY"),
        (rosters.xlsx(ROWS)[:-200], "BROKEN"),
        (rosters.xlsx(ROWS)[:300], "BROKEN"),
        (b"PK\x03\x04 not a zip", "BROKEN"),
        (rosters.zipped(**{"xl/workbook.xml": b"<broken"}), "BROKEN"),
        (rosters.zipped(**{"word/document.xml": b"<w/>"}), "BROKEN"),
        (rosters.zipped(readme=b"1"), "WRONG_FORMAT"),
        (b"%PDF-1.7 ...", "WRONG_FORMAT"),
        (b"\x89PNG\r\n\x1a\n\0\0", "WRONG_FORMAT"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "WRONG_FORMAT"),
        (reading.OLE + b"\0" * 600, "WRONG_FORMAT"),
        (reading.OLE + "EncryptedPackage".encode("utf-16-le"), "PASSWORD"),
        (reading.OLE + "Workbook".encode("utf-16-le") + b"\0" * 600, "BROKEN"),
        (encrypted_zip(), "PASSWORD"),
        (
            rosters.zipped(
                **{"content.xml": b"x", "META-INF/manifest.xml": b"<manifest:encryption-data>"}
            ),
            "PASSWORD",
        ),
        (far_cell(), "TOO_MANY_CELLS"),
        (ods_repeated(), "TOO_MANY_CELLS"),
        (rosters.zipped(users_csv=b"a\n1", classes_csv=b"b", enrollments_csv=b"c"), "BROKEN"),
    ],
)
def test_unreadable(content, code):
    with pytest.raises(Unreadable) as bad:
        read_tables(content)
    assert bad.value.code == code


def test_too_large(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST", 100)
    with pytest.raises(Unreadable) as bad:
        read_tables(b"x" * 101)
    assert bad.value.code == "TOO_LARGE"


def test_a_zip_bomb(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_UNPACKED", 1_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
    assert len(out.getvalue()) < 10_000
    with pytest.raises(Unreadable) as bad:
        read_tables(out.getvalue())
    assert bad.value.code == "TOO_LARGE_INSIDE"


def test_formulas_are_read_by_their_value():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, rosters.HEAD)
        sheet.write_row(1, 0, ["Сейт Әсел", "5А"])
        sheet.write_formula(1, 2, "=DATE(2015,3,14)", None, 42077)
    assert values(out.getvalue())[0]["born_on"] == date(2015, 3, 14)


@settings(max_examples=60)
@given(st.one_of(st.binary(max_size=400), st.binary(max_size=99).map(lambda b: b"PK\x03\x04" + b)))
def test_any_bytes_are_a_table_or_say_why_not(content):
    try:
        tables = read_tables(content)
    except Unreadable:
        return
    assert tables


def test_a_zip_that_lies_about_its_sizes():
    """A part that says it is small and unpacks to much more, and two parts under one name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"x" * 5_000_000)
    size = (5_000_000).to_bytes(4, "little")
    lied = out.getvalue().replace(size, (100).to_bytes(4, "little"))
    assert lied != out.getvalue()
    with pytest.raises(reading.Unreadable, match="BROKEN"):
        reading.read_tables(lied)


def test_merged_cells_headings_in_two_rows_and_classes_between_the_rows():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["№ 12 орта мектеп"],
        ["Оқушылар тізімі, 2026-2027"],
        ["№", "Оқушының аты-жөні", "Сыныбы", "Ата-анасы", ""],
        ["", "", "", "Анасы", "Телефоны"],
        [1, "Сейт Әсел", "5А", "Сейт Гүлнар", "8 701 123 45 67"],
        [2, "Омар Дамир", "", "", ""],
        ["5Ә сыныбы"],
        [1, "Әли Айым", "", "", ""],
    ):
        sheet.append(row)
    for cells in ("A1:E1", "A2:E2", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "C5:C6", "A7:E7"):
        sheet.merge_cells(cells)
    file = io.BytesIO()
    book.save(file)
    (table,) = read_tables(file.getvalue())
    rows = parsed_rows(table, date(2026, 9, 1))
    assert [(row.row, row.values.get("class"), row.flaw) for row in rows] == [
        (5, "5А", None),
        (6, "5А", None),
        (8, "5Ә", None),
    ]
    assert rows[0].parents[0].kinship == "MOTHER"
