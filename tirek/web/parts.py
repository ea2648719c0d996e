"""What the components show: small frozen things that views fill and `{% load web %}` draws."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Figure:
    """A count that filters or jumps; `of` adds "of 12", `icon` and `tone` speak by shape."""

    number: int | str
    label: Words
    url: str = ""
    icon: str = ""
    of: Words = ""
    current: bool = False


@dataclass(frozen=True)
class DueLine:
    """Shape, who, what with its plan code, when, and exactly one action with its form filled in."""

    shape: str
    what: Words
    when: Words = ""
    when_note: Words = ""
    late: bool = False
    code: str = ""
    what_note: Words = ""
    who: Words = ""
    who_url: str = ""
    who_note: Words = ""
    action: Words = ""
    action_url: str = ""


@dataclass(frozen=True)
class MenuItem:
    """One line of the menu, already allowed for this user."""

    label: Words
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class MenuSection:
    """A heading of the menu with its lines."""

    label: Words
    items: Sequence[MenuItem]
