"""Small counts are hidden so that none comes back; a package is whole or says what is wrong."""

import io
import zipfile
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.handover.rules import manifest
from tirek.handover.rules.hiding import hidden
from tirek.handover.rules.manifest import Content, Unfit


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        ((0, 0), (0, 0), 0),
        ((7, 9), (7, 9), 16),
        ((1, 0), (None, 0), None),
        ((2, 2), (None, None), None),
        ((1, 9, 20), (None, None, 20), 30),
        ((1, 1, 9, 20), (None, None, None, 20), 31),
        ((3, 4), (None, None), 7),
        ((1, 1, 1, 1, 1), (None,) * 5, None),
    ],
)
def test_small_counts_are_hidden(counts, cells, total):
    row = hidden(counts, 5)
    assert (row.cells, row.total) == (cells, total)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=4), st.integers(2, 6))
def test_no_hidden_count_can_be_computed_back(counts, threshold):
    """Every way to fill the hidden cells that fits what is shown is tried, one by one."""
    row = hidden(counts, threshold)
    gone = [at for at, cell in enumerate(row.cells) if cell is None]
    assert all(cell in (None, count) for cell, count in zip(row.cells, counts, strict=True))
    assert not any(0 < (cell or 0) < threshold for cell in row.cells)
    if row.total is None:
        assert gone
        return
    assert row.total == sum(counts)
    left = row.total - sum(cell for cell in row.cells if cell is not None)
    fits = [tried for tried in product(range(1, left + 1), repeat=len(gone)) if sum(tried) == left]
    for place in range(len(gone)):
        assert len({tried[place] for tried in fits}) > 1


FILES = [Content("01 Жетім.docx", b"one"), Content("02 Қандас.xlsx", b"two" * 1000)]


def package(files=FILES, **more):
    target = io.BytesIO()
    manifest.packed(target, {"number": "ҚББ-2026-01", **more}, files)
    return target


def test_a_package_is_whole_and_the_same_twice():
    told = manifest.looked_through(package())
    assert [one["name"] for one in told["files"]] == [one.name for one in FILES]
    assert told["number"] == "ҚББ-2026-01"
    assert package().getvalue() == package().getvalue()


@given(
    st.lists(
        st.tuples(st.text("абвәғқ 1", min_size=1, max_size=12), st.binary(max_size=99)),
        max_size=5,
        unique_by=lambda one: one[0],
    )
)
def test_any_content_comes_back(pairs):
    files = [
        Content(manifest.safe_name(at, *pair[:1], "docx"), pair[1]) for at, pair in enumerate(pairs)
    ]
    told = manifest.looked_through(package(files))
    assert [one["sha256"] for one in told["files"]] == [one.sha256 for one in files]


def changed(change):
    """The package with its zip written anew after `change(name, data)`; None leaves a file out."""
    source, target = package(), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
        extra = change("", b"")
        if extra:
            new.writestr("extra.txt", extra)
    return target


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda name, data: data + b"!" if name.startswith("01") else data, "CHANGED"),
        (lambda name, data: b"ene" if name.startswith("01") else data, "CHANGED"),
        (lambda name, data: None if name.startswith("02") else data, "MISSING"),
        (lambda name, data: data if name else b"x", "FOREIGN"),
        (lambda name, data: None if name == "manifest.json" else data, "NO_MANIFEST"),
        (lambda name, data: b"{" if name == "manifest.json" else data, "NO_MANIFEST"),
        (lambda name, data: b'{"files": []}' if name == "manifest.json" else data, "NO_MANIFEST"),
        (lambda name, data: b"[" * 99999 if name == "manifest.json" else data, "NO_MANIFEST"),
    ],
)
def test_what_is_wrong_is_said(change, code):
    with pytest.raises(Unfit) as unfit:
        manifest.looked_through(changed(change))
    assert unfit.value.code == code


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip at all"])
def test_a_broken_file_is_no_package(content):
    with pytest.raises(Unfit) as unfit:
        manifest.looked_through(io.BytesIO(content))
    assert unfit.value.code == "BROKEN"


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(manifest, "LARGEST_FILE", 100)
    monkeypatch.setattr(manifest, "_hash", None)  # nothing may be read
    with pytest.raises(Unfit) as unfit:
        manifest.looked_through(package([Content("01 a.docx", bytes(101))]))
    assert (unfit.value.code, unfit.value.name) == ("CHANGED", "01 a.docx")


def test_names_keep_letters_and_lose_what_has_a_meaning():
    assert manifest.safe_name(3, "Көп балалы / аз: «5А»", "docx") == "03 Көп балалы аз 5А.docx"
    assert manifest.safe_name(0, "../../etc", "pdf") == "00 etc.pdf"
    assert manifest.safe_name(6, "а" * 78 + ", есеп", "docx") == f"06 {'а' * 78}.docx"
