"""Every paper opens in LibreOffice without a repair; PDFs carry all Kazakh letters with them.

Without LibreOffice (Debian: apt install libreoffice-writer-nogui libreoffice-calc-nogui) the first
part is skipped and says so.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from tirek.office.document import Document, Facts, Paragraph, Table, shown
from tirek.office.files import written
from tirek.office.reports import papers
from tirek.wordforms.filler import fill
from tirek.wordforms.samples import sample
from tirek.wordforms.shapes import named
from tirek.wordforms.starter import starter

LETTERS = "АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя"
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
NAMES = sorted(name for name in papers() if sample(name, "kk"))


def example(name: str) -> Document:
    """The invented example of a paper in Kazakh."""
    found = sample(name, "kk")
    assert found is not None
    return found


def words_of(document: Document) -> set[str]:
    """The longer words of a paper: title, facts, table headings, rows."""
    texts = [document.title]
    for block in document.blocks:
        if isinstance(block, Paragraph):
            texts.append(block.text)
        elif isinstance(block, Facts):
            texts += [text for row in block.rows for text in row]
        elif isinstance(block, Table):
            texts += [column.title for column in block.columns]
            texts += [shown(cell) for row in block.rows for cell in row]
    return {word for text in texts for word in re.findall(r"\w+", text) if len(word) > 5}


def squeezed(text: str) -> str:
    """Without spaces, line ends and hyphens: lines are broken where each program likes."""
    return re.sub(r"[\s\u00ad-]+", "", text)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: Any) -> dict[str, str]:
    """Each paper as Word, Excel and in its own Word form, opened by LibreOffice once: its text."""
    if SOFFICE is None:
        pytest.skip("LibreOffice is missing: that Word and Excel files open is NOT TESTED")
    folder = tmp_path_factory.mktemp("office")
    paths: list[Path] = []
    for name in NAMES:
        document = example(name)
        ready = fill(starter(document), named(document).tree)
        for ending, content in (
            ("docx", written(document, "docx")),
            ("form.docx", ready),
            ("xlsx", written(document, "xlsx")),
        ):
            # the endings stay in the names, so that two formats do not meet in one PDF
            path = folder / f"{name}.{ending}"
            path = path.with_name(path.name.replace(".", "_", path.name.count(".") - 1))
            if ending == "xlsx":
                path = path.with_name(f"{name}_book.xlsx")
            path.write_bytes(content)
            paths.append(path)
    done = subprocess.run(
        [
            *(SOFFICE, "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/home"),
            *("--convert-to", "pdf", "--outdir", folder / "out", *paths),
        ],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = {}
    for path in paths:
        pdf = folder / "out" / f"{path.stem}.pdf"
        assert pdf.is_file(), f"{path.name} did not open: {done.stderr[-500:]}"
        reader = PdfReader(pdf)
        assert reader.pages
        found[path.stem] = squeezed("".join(page.extract_text() for page in reader.pages))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_opens_the_paper(name: str, opened: dict[str, str]) -> None:
    wanted = words_of(example(name))
    assert wanted
    for stem in (name, f"{name}_form", f"{name}_book"):
        lost = sorted(word for word in wanted if word not in opened[stem])
        # words cut by a narrow column are not lost
        assert len(lost) <= len(wanted) // 10, (stem, lost)


@pytest.mark.parametrize("name", [*NAMES, ""])
def test_the_pdf_carries_its_letters(name: str) -> None:
    letters = Document(title=LETTERS, org=LETTERS, blocks=[Paragraph(LETTERS, bold=True)])
    document = example(name) if name else letters
    reader = PdfReader(BytesIO(written(document, "pdf")))
    fonts = [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    ]
    assert fonts
    for font in fonts:
        assert embedded(font), font["/BaseFont"]
    text = squeezed("".join(page.extract_text() for page in reader.pages))
    if not name:
        assert set(LETTERS) <= set(text)
        assert text.count(LETTERS) >= 3  # as they stand, not as look-alikes
    else:
        assert squeezed(document.title) in text


def embedded(font: DictionaryObject) -> bool:
    """Does the file hold the font's own outlines, and say which letters they are?"""
    held = [one.get_object()["/FontDescriptor"].get_object() for one in font["/DescendantFonts"]]
    files = ("/FontFile", "/FontFile2", "/FontFile3")
    return "/ToUnicode" in font and all(any(one in d for one in files) for d in held)
