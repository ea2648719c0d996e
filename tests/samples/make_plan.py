"""Writes `plan.docx` and `plan.txt`: the ready plans laid out as schools lay theirs out.

The traps are those of real papers: several activities and several terms in one cell, two activities
glued in one paragraph, lists inside an activity, no row 2 in the nurse's plan, numbers with and
without a full stop, blank lines everywhere, section rows over the whole width.
Run: `python tests/samples/make_plan.py`; the same input gives the same text.
"""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import Any

from docx import Document

HERE = Path(__file__).parent
PLANS = HERE.parent.parent / "tirek" / "plans" / "ready" / "plans.json"

MONTHS = (
    *("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым"),
    *("шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"),
)
EVERY = {
    "MONTH": "Ай сайын",
    "QUARTER": "Тоқсанына 1 рет",
    "HALF": "Жылына 2 рет",
    "YEAR": "Жылына 1 рет",
}
ONGOING = ("Жыл бойы", "Үнемі", "Жүйелі түрде")
ROLES = {
    "SOCIAL_PEDAGOGUE": "Әлеуметтік педагог",
    "DEPUTY_DIRECTOR": "Директордың тәрбие ісі жөніндегі орынбасары",
    "CLASS_TEACHER": "Сынып жетекшілері",
    "PSYCHOLOGIST": "Психолог",
    "NURSE": "Медбике",
    "MENTOR": "Тәлімгер",
    "LIBRARIAN": "Кітапхана қызметкері",
    "CANTEEN": "Асхана қызметкері",
    "SCHOOL_INSPECTOR": "Мектеп инспекторы",
}
LISTS = (
    "Жетім және жартылай жетім балалар;",
    "Көпбалалы отбасы балалары;",
    "Қандастар;",
    "Үйде оқитындар;",
    "Аз қамтылған отбасы балалары;",
    "Ерекше назардағы оқушылар.",
)
HEADS = {
    "OWN": ("№", "Іс-шаралар", "Мерзімі", "Жауапты"),
    "NURSE": ("№", "Мазмұны", "Мерзімі", "Жауапты"),
    "CLASS_TEACHERS": ("№", "Мазмұны", "Мерзімі", "Жауаптылар"),
    "PSYCHOLOGIST": ("№", "Іс-шаралар мазмұны", "Мерзімі", "Жауапты"),
}
INTRO = (
    "ӘЛЕУМЕТТІК ПЕДАГОГТІҢ ЖҰМЫС ЖОСПАРЛАРЫ",
    "Бұл үлгі сынақ үшін жазылған. Жоспарлар төрт кестеде берілген.",
    "",
)


def words(term: dict[str, Any], at: int) -> str:
    """A term as a school writes it."""
    if "every" in term:
        return EVERY[term["every"]]
    if "months" in term:
        names = [MONTHS[number - 1] for number in term["months"]]
        text = ", ".join(names) if len(names) > 2 else " - ".join(names)
        return text[0].upper() + text[1:]
    return ONGOING[at % len(ONGOING)]


def activities(items: list[dict[str, Any]]) -> list[str]:
    """The paragraphs of the second cell."""
    texts = [item["text"]["kk"] for item in items]
    number = items[0]["code"]
    if len(items) == 1:
        return [texts[0] + "."]
    if items[0]["code"].startswith("C4"):
        return [". ".join(texts) + "."]
    if number == "S1.1":
        return [f"- {texts[0]};", f"{texts[1]} ", texts[2]]
    if number == "S2.1":
        lines = [f"- {text};" for text in texts[:4]] + [f"- {texts[4]}:"]
        return [*lines, *(f"· {one}" for one in LISTS), f"· {texts[5]}."]
    if number == "S10.1":
        return [f"- {texts[0]};", f"- {texts[1]};--{texts[2]}."]
    return [f"- {text};" for text in texts[:-1]] + [f" - {texts[-1]}."]


def terms(items: list[dict[str, Any]], at: int) -> list[str]:
    """The paragraphs of the third cell: one term for all, or several among blank lines."""
    number = items[0]["code"]
    if number == "S1.1":
        return [words(items[0]["term"], at), "", "Тамыз- қыркүйек"]
    if number == "S2.1":
        return ["", "        Қыркүйек", *[""] * 5, "Қыркүйек - Қазан", ""]
    if number == "S7.1":
        return ["Үнемі", "", "", "Үнемі", "", "", "Қаңтар", "", "Үнемі"]
    return ["", words(items[0]["term"], at), ""] if at % 4 == 3 else [words(items[0]["term"], at)]


def people(items: list[dict[str, Any]], kind: str) -> list[str]:
    """The paragraphs of the fourth cell."""
    roles = dict.fromkeys(role for item in items for role in item["responsible"])
    names = [ROLES[role] for role in roles]
    if kind == "NURSE":
        names = [name[0].lower() + name[1:] for name in names]
    return ["", *names, ""] if len(names) > 2 else names


def tables() -> list[tuple[str, str, list[Any]]]:
    """Each plan: kind, title, rows; a row is one text (a section) or four cells of paragraphs."""
    found = []
    for plan in json.loads(PLANS.read_text(encoding="utf-8"))["plans"]:
        rows: list[Any] = [[[cell] for cell in HEADS[plan["kind"]]]]
        section = ""
        by_number = groupby(plan["rows"], key=lambda row: row["number"])
        for at, (number, group) in enumerate(by_number):
            items = list(group)
            if items[0]["section"]["kk"] != section:
                section = items[0]["section"]["kk"]
                rows.append(" " * (at * 7 % 40) + section)
            mark = number if at % 3 == 2 else f"{number}."
            cells = [["", mark] if at % 5 == 0 else [mark], activities(items), terms(items, at)]
            rows.append([*cells, people(items, plan["kind"])])
        found.append((plan["kind"], plan["title"]["kk"], rows))
    return found


def write_text(path: Path) -> None:
    """Cells begin with a tab, rows are apart by an empty line: as a Word table copied to text."""
    lines = list(INTRO)
    for _, title, rows in tables():
        lines += ["", title, ""]
        for row in rows:
            cells = [[row]] if isinstance(row, str) else row
            lines += ["\t" + "\n".join(cell) for cell in cells]
            lines.append("")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_word(path: Path) -> None:
    """The same as Word tables; a section is one cell over the whole width."""
    document = Document()
    for text in INTRO:
        document.add_paragraph(text)
    for kind, title, rows in tables():
        if kind != "OWN":
            first, _, rest = title.partition(" жұмыс ")
            document.add_paragraph(f"{first} жұмыс")
            document.add_paragraph(rest)
            document.add_paragraph("")
        table = document.add_table(rows=len(rows), cols=4)
        table.style = "Table Grid"
        for row, made in zip(rows, table.rows, strict=True):
            if isinstance(row, str):
                made.cells[0].merge(made.cells[3]).paragraphs[0].text = row
                continue
            for paragraphs, cell in zip(row, made.cells, strict=True):
                cell.paragraphs[0].text = paragraphs[0]
                for text in paragraphs[1:]:
                    cell.add_paragraph(text)
    document.save(str(path))


if __name__ == "__main__":
    write_text(HERE / "plan.txt")
    write_word(HERE / "plan.docx")
