"""The school file: everything in, everything out, as one JSON file."""

FORMAT = "tirek-school/1"
