"""Placeholder until the plans room lands: plans of a school file are read over."""

from typing import Any

from tirek.access.rules.shape import Shape, anything

SHAPE: dict[str, Shape] = {"plans": anything(), "adjustments": anything()}


def load(data: Any, found: Any) -> None:
    """Nothing yet."""


def dump(schools: Any, into: Any) -> None:
    """Nothing yet."""
