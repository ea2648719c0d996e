"""Pages of the documents: look, issue, take away."""

from tirek.reports.views.childfile import ask_childfile, childfile, childfile_zip
from tirek.reports.views.issued import download, issue, issued, issued_file
from tirek.reports.views.papers import (
    class_passport,
    documents,
    movement,
    open_movement,
    open_passport,
    school_passport,
)

__all__ = [
    "ask_childfile",
    "childfile",
    "childfile_zip",
    "class_passport",
    "documents",
    "download",
    "issue",
    "issued",
    "issued_file",
    "movement",
    "open_movement",
    "open_passport",
    "school_passport",
]
