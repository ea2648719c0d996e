"""What the program brings along: the scopes of consents; a school may word them its own way."""

import csv
from pathlib import Path


def rows(name: str) -> list[dict[str, str]]:
    """The lines of a table beside this module, by its headings."""
    with (Path(__file__).parent / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
