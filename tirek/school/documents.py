"""Excel files of the import: the rows that were refused, and an empty list to fill in."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from tirek.school.importing import Plan
from tirek.school.rules.matching import Decision, Fate
from tirek.school.rules.roster import NoHeadings, Table, heading_row, text_of
from tirek.school.wording import flaw_advice, flaw_message

# Nothing from the file becomes a formula, a link or a number.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def refused_rows(tables: Sequence[Table], plan: Plan) -> bytes:
    """The refused rows under their own headings, with two columns more: the row and the reason."""
    by_sheet: dict[str, list[Decision]] = defaultdict(list)
    for one in plan.of(Fate.REFUSED):
        by_sheet[one.row.sheet].append(one)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        for number, table in enumerate(tables, start=1):
            try:
                head, _columns = heading_row(table)
            except NoHeadings:
                continue
            if not by_sheet[table.name]:
                continue
            sheet = book.add_worksheet(str(number))
            width = max(len(table.rows[head]), 1)
            heads = [*map(text_of, table.rows[head]), _("Row of the file"), _("Why refused")]
            sheet.write_row(0, 0, heads, bold)
            for line, one in enumerate(by_sheet[table.name], start=1):
                cells = [text_of(cell) for cell in table.rows[one.row.row - 1]]
                sheet.write_row(line, 0, cells[:width])
                sheet.write_number(line, width, one.row.row)
                if one.flaw:
                    where = f"{one.flaw.column}{one.row.row}"
                    reason = f"{where}: {flaw_message(one.flaw)} {flaw_advice(one.flaw)}"
                    sheet.write_string(line, width + 1, reason)
            sheet.set_column(0, width, 18)
            sheet.set_column(width + 1, width + 1, 70)
            sheet.freeze_panes(1, 0)
        if not book.worksheets():
            book.add_worksheet()
    return out.getvalue()


def sample_list() -> bytes:
    """A sheet with the headings the program knows, in the page's language."""
    heads = [
        _("Surname"),
        _("First name"),
        _("Patronymic"),
        _("Class"),
        _("Date of birth"),
        _("Sex"),
        _("IIN"),
        _("Address"),
        _("Phone"),
        _("Language of teaching"),
    ]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        text = book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        sheet = book.add_worksheet()
        sheet.set_column(0, len(heads) - 1, 20, text)
        sheet.write_row(0, 0, heads, bold)
        sheet.freeze_panes(1, 0)
    return out.getvalue()
