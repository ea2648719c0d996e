"""Tirek: the whole work of a school's social pedagogue."""

__version__ = "0.1.0"
