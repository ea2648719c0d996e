"""Opens lists: Excel, OpenDocument, Word, CSV and OneRoster; what cannot be read says why."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

import python_calamine
from python_calamine import CalamineWorkbook

from tirek.school import reading_word
from tirek.school.rules.names import parse_class_name
from tirek.school.rules.roster import NoHeadings, Table, heading_row

LARGEST = 50 * 1024 * 1024
LARGEST_UNPACKED = 300 * 1024 * 1024
MOST_CELLS = 3_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 500
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DELIMITERS = ";,\t|"


class Unreadable(Exception):
    """A file that cannot be read: a code (see `wording.unreadable_message`) and where."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.where = where


def read_tables(content: bytes) -> list[Table]:
    """The sheets of a file, known by its content rather than its name; raises Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable("TOO_LARGE")
    if not content.strip(b"\0\r\n\t ") or content == b"\xef\xbb\xbf":
        raise Unreadable("EMPTY")
    if content.startswith(b"PK"):
        return _from_zip(content)
    if content.startswith(OLE):
        return _from_ole(content)
    return [_from_csv(_decoded(content))]


def _from_zip(content: bytes) -> list[Table]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > 5_000 or sum(e.file_size for e in entries) > LARGEST_UNPACKED:
                raise Unreadable("TOO_LARGE_INSIDE")
            if any(entry.flag_bits & 1 for entry in entries):
                raise Unreadable("PASSWORD")
            names = {entry.filename for entry in entries}
            # Two readers must not see two files in one, nor a part larger than it says.
            if len(names) < len(entries) or archive.testzip() is not None:
                raise Unreadable("BROKEN")
            short = {name.rsplit("/", 1)[-1].lower(): name for name in names}
            if {"classes.csv", "users.csv", "enrollments.csv"} <= short.keys():
                return [_from_oneroster(archive, short)]
            if any(name.endswith("vbaProject.bin") for name in names):
                raise Unreadable("MACROS")
            if "word/document.xml" in names:
                return _from_word(content)
            if any(name.startswith("xl/") for name in names):
                _refuse_huge(archive, [n for n in names if n.startswith("xl/worksheets/")])
            elif "content.xml" in names:
                manifest = archive.read("META-INF/manifest.xml") if _has_manifest(names) else b""
                if b"encryption-data" in manifest:
                    raise Unreadable("PASSWORD")
                _refuse_repeated(archive.read("content.xml"))
            else:
                raise Unreadable("WRONG_FORMAT")
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, KeyError) as error:
        raise Unreadable("BROKEN") from error
    except (NotImplementedError, RuntimeError, ValueError) as error:
        raise Unreadable("BROKEN") from error
    return _from_workbook(content)


def _from_word(content: bytes) -> list[Table]:
    try:
        tables = reading_word.tables(content)
    except reading_word.TooLarge as error:
        raise Unreadable("TOO_MANY_CELLS") from error
    except Exception as error:  # the reader has no one class for what is broken
        raise Unreadable("BROKEN") from error
    if not tables:
        raise Unreadable("NO_TABLES")
    return tables


def _has_manifest(names: set[str]) -> bool:
    return "META-INF/manifest.xml" in names


def _refuse_huge(archive: zipfile.ZipFile, sheets: Sequence[str]) -> None:
    """A filled cell far away would make the reader lay out every cell before it."""
    for name in sheets:
        if not name.endswith(".xml"):
            continue
        last_row = last_column = 0
        for column, row in re.findall(
            rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*[^/]>', archive.read(name)
        ):
            last_row = max(last_row, int(row))
            place = 0
            for sign in column:
                place = place * 26 + sign - 64
            last_column = max(last_column, place)
        if last_row * last_column > MOST_CELLS:
            raise Unreadable("TOO_MANY_CELLS")


def _refuse_repeated(content: bytes) -> None:
    filled = re.findall(rb"<table:table-cell[^>]*office:value-type[^>]*>", content)
    for tag in filled:
        found = re.search(rb'number-columns-repeated="(\d+)"', tag)
        if found and int(found[1]) > MOST_COLUMNS:
            raise Unreadable("TOO_MANY_CELLS")
    for times, row in re.findall(
        rb'<table:table-row[^>]*number-rows-repeated="(\d+)"[^>]*>(.*?)</table:table-row>',
        content,
        re.DOTALL,
    ):
        if int(times) > MOST_ROWS and b"office:value-type" in row:
            raise Unreadable("TOO_MANY_CELLS")


def _from_ole(content: bytes) -> list[Table]:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Unreadable("PASSWORD")
    if not any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        raise Unreadable("WRONG_FORMAT")
    return _from_workbook(content)


def _from_workbook(content: bytes) -> list[Table]:
    """Sheets with anything in them; rows keep the numbers they have on the screen."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        tables = [_sheet(book.get_sheet_by_name(name)) for name in book.sheet_names]
    except python_calamine.PasswordError as error:
        raise Unreadable("PASSWORD") from error
    except Exception as error:  # the reader has no one class for what is broken
        raise Unreadable("BROKEN") from error
    filled = [table for table in tables if any(any(_filled(c) for c in r) for r in table.rows)]
    if not filled:
        raise Unreadable("EMPTY")
    for table in filled:
        if len(table.rows) > MOST_ROWS and any(map(_any_filled, table.rows[MOST_ROWS:])):
            raise Unreadable("TOO_MANY_CELLS", table.name)
    return filled


def _sheet(sheet: Any) -> Table:
    """The cells of a sheet; one that is merged downwards holds its text in each of its rows.

    Merged across, it stands in the first column only: a title is no row of a table.
    """
    rows = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row):
                row[left] = rows[top][left]
    return Table(sheet.name, rows)


def _any_filled(row: Sequence[Any]) -> bool:
    return any(map(_filled, row))


def _filled(cell: Any) -> bool:
    return cell is not None and cell != ""


def _decoded(content: bytes) -> str:
    """UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1251 with the Kazakh letters."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise Unreadable("WRONG_FORMAT") from error
    if b"\0" in content or content.startswith((b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff")):
        raise Unreadable("WRONG_FORMAT")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # KZ-1048 is Windows-1251 with Ә Ғ Қ Ң Ө Ұ Ү Һ where 1251 has letters of other languages.
        text = content.decode("kz1048", errors="replace")
    if re.match(r"\s*<(!doctype|html|\?xml|table)", text, re.IGNORECASE):
        raise Unreadable("WRONG_FORMAT")
    return text


def _from_csv(text: str) -> Table:
    """The delimiter is the one with which most headings are known, else with most columns."""
    found = []
    for delimiter in DELIMITERS:
        try:
            rows = list(csv.reader(io.StringIO(text[:65_536], newline=""), delimiter=delimiter))
        except csv.Error:
            continue
        found.append((_headings(rows), sum(len(row) - 1 for row in rows), delimiter))
    known, columns, chosen = max(found, key=lambda one: one[:2], default=(0, 0, ""))
    if not known and not columns:
        return Table("", [[line] for line in text.splitlines()])
    return Table("", _rows(text, chosen))


def _headings(rows: list[list[str]]) -> int:
    try:
        return len(heading_row(Table("", rows))[1])
    except NoHeadings:
        return 0


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """Rows at the numbers of their first lines, as an editor shows them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS:
                raise Unreadable("TOO_MANY_CELLS")
    except csv.Error as error:
        raise Unreadable("BROKEN", str(reader.line_num)) from error
    return rows


ONEROSTER_HEADINGS = (
    *("Family name", "Given name", "Middle name", "Class", "Birth date", "Sex", "IIN", "Phone"),
    "Arrival date",
)


def _from_oneroster(archive: zipfile.ZipFile, names: dict[str, str]) -> Table:
    """Pupils of a OneRoster 1.2 CSV set; rows have the numbers of `users.csv`."""

    def rows(name: str) -> list[dict[str, str]]:
        if name not in names:
            return []
        text = _decoded(archive.read(names[name]))
        reader = csv.DictReader(io.StringIO(text, newline=""))
        if name in ("users.csv", "classes.csv") and "sourcedId" not in (reader.fieldnames or ()):
            raise Unreadable("BROKEN", name)
        try:
            return [{k: v or "" for k, v in row.items() if isinstance(k, str)} for row in reader]
        except csv.Error as error:
            raise Unreadable("BROKEN", name) from error

    classes = {row["sourcedId"]: row.get("title", "") for row in rows("classes.csv")}
    about = {row.get("sourcedId", ""): row for row in rows("demographics.csv")}
    learns: dict[str, list[dict[str, str]]] = {}
    for row in rows("enrollments.csv"):
        if row.get("role", "").lower() == "student" and row.get("status", "") != "tobedeleted":
            learns.setdefault(row.get("userSourcedId", ""), []).append(row)
    table: list[list[str]] = [list(ONEROSTER_HEADINGS)]
    for user in rows("users.csv"):
        enrolments = learns.get(user["sourcedId"], [])
        role = user.get("role", "").lower()
        others = role not in ("", "student") or not (enrolments or role)
        if others or user.get("status", "") == "tobedeleted":
            table.append([])
        else:
            table.append(_oneroster_row(user, enrolments, classes, about))
    return Table("users.csv", table)


def _oneroster_row(
    user: dict[str, str],
    enrolments: list[dict[str, str]],
    classes: dict[str, str],
    about: dict[str, dict[str, str]],
) -> list[str]:
    chosen = next((e for e in enrolments if _names_class(classes, e)), None)
    chosen = chosen or (enrolments[0] if enrolments else {})
    person = about.get(user["sourcedId"], {})
    identifier = user.get("identifier", "")
    return [
        user.get("familyName", ""),
        user.get("givenName", ""),
        user.get("middleName", ""),
        classes.get(chosen.get("classSourcedId", ""), ""),
        person.get("birthDate", ""),
        person.get("sex", ""),
        identifier if re.fullmatch(r"[0-9]{12}", identifier) else "",
        user.get("phone", "") or user.get("sms", ""),
        chosen.get("beginDate", ""),
    ]


def _names_class(classes: dict[str, str], enrolment: dict[str, str]) -> bool:
    try:
        parse_class_name(classes.get(enrolment.get("classSourcedId", ""), ""))
    except ValueError:
        return False
    return True
