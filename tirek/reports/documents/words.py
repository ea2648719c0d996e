"""Words that several papers share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from tirek.access.models import School
from tirek.access.roles import Role
from tirek.office.document import Signatures
from tirek.reports.papers import signatory
from tirek.schoolyear.queries import year_at


@contextmanager
def said_in(language: str) -> Iterator[None]:
    """Everything inside is said in the document's language, whatever the page's."""
    with override(language):
        yield


def year_words(school: School, on: date) -> str:
    year = year_at(school, on)
    return _("%(year)s school year") % {"year": year} if year else ""


def signers(school: School, on: date) -> list[tuple[str, str]]:
    """The posts that sign every paper of this room, with who holds them on a day."""
    posts = (Role.SOCIAL_PEDAGOGUE, Role.DEPUTY_DIRECTOR)
    return [(role_words(role), signatory(school, role, on)) for role in posts]


def signed(school: School, on: date, first: tuple[str, str] | None = None) -> Signatures:
    """The place for signatures."""
    return Signatures([*([first] if first else []), *signers(school, on)])


def role_words(role: Role) -> str:
    """A role as it stands before a signature: with a capital letter."""
    words = str(role.label)
    return words[:1].upper() + words[1:]
