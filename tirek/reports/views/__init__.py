"""Pages of the documents: look, issue, take away."""

from tirek.reports.views.childfile import ask_childfile, childfile, childfile_zip
from tirek.reports.views.issued import download, issue, issued, issued_file
from tirek.reports.views.lists import lists, one_list
from tirek.reports.views.map import social_map
from tirek.reports.views.movements import movement, movements, sign
from tirek.reports.views.papers import (
    class_passport,
    documents,
    open_movement,
    open_passport,
    school_passport,
)
from tirek.reports.views.series import issue_series, series, series_file

__all__ = [
    "ask_childfile",
    "childfile",
    "childfile_zip",
    "class_passport",
    "documents",
    "download",
    "issue",
    "issue_series",
    "issued",
    "issued_file",
    "lists",
    "movement",
    "movements",
    "one_list",
    "open_movement",
    "open_passport",
    "school_passport",
    "series",
    "series_file",
    "sign",
    "social_map",
]
