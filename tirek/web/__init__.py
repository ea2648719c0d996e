"""The base page, components and words of dates; no tables, knows no room."""
