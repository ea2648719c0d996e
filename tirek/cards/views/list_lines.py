"""The preview of a list: every row in words, and the figures that filter them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tirek.access import clock
from tirek.cards.models import Category, StatusImport
from tirek.cards.queries import categories
from tirek.cards.rules.listing import OUT, Decision, Fate, shown_first
from tirek.cards.rules.whom import Sure
from tirek.cards.wording import WHYS
from tirek.school.models import Pupil
from tirek.school.queries import with_class_on
from tirek.school.rules.roster import Flaw
from tirek.school.wording import flaw_message
from tirek.web.parts import Figure

ROWS_A_PAGE = 100
HAS = (Fate.HAS, Fate.TWICE)
DOUBTS = {
    Sure.OTHER_CLASS: gettext_lazy("A pupil of this name is in another class."),
    Sure.SEVERAL: gettext_lazy("Several pupils have this name."),
    Sure.INITIALS: gettext_lazy("Only initials are given."),
    Sure.PATRONYMIC: gettext_lazy("The patronymic is another one."),
    Sure.TYPO: gettext_lazy("The name is spelt otherwise."),
}
FLAWS = {
    "NO_SUCH_CATEGORY": gettext_lazy("This word is no known status: %(value)s."),
    "NO_CATEGORY": gettext_lazy("Neither the row nor the file says which status it is."),
    "NOBODY": gettext_lazy("No pupil of the school has this name."),
    "CLOSED": gettext_lazy("No status of this category begins any more."),
    "NORM": gettext_lazy("The norm is not in force on the first day."),
}


@dataclass(frozen=True)
class Row:
    """One row of the preview in words; `choices` are pupils it may mean, `answer` the one said."""

    decision: Decision
    kind: str
    fate: str
    category: str
    basis: str
    why: str
    whom: Any
    choices: list[tuple[str, str]]
    answer: str

    @property
    def bad(self) -> bool:
        """Whether the row asks for a person: refused or doubtful."""
        return self.decision.fate in (Fate.REFUSED, Fate.DOUBTFUL)


def _labels() -> dict[Fate, tuple[str, str, str]]:
    """Of each fate: its kind of tag, the word above its number, the word in its row."""
    return {
        Fate.DOUBTFUL: ("chg", _("Doubtful"), _("doubtful")),
        Fate.REFUSED: ("no", _("Refused"), _("refused")),
        Fate.OPEN: ("new", _("Will be opened"), _("opens")),
        Fate.HAS: ("same", _("Already there"), _("already there")),
        Fate.TWICE: ("same", _("Already there"), _("repeated")),
        Fate.OUT: ("same", _("Left out"), _("left out")),
    }


def shown(request: HttpRequest, found: StatusImport, made: list[Decision]) -> dict[str, Any]:
    """The figures that filter, and a page of rows, the doubtful first."""
    asked = request.GET.get("show", "")
    wanted = HAS if asked == "HAS" else (asked,)
    labels, known = _labels(), categories(found.school)
    chosen = [d for d in shown_first(made) if asked not in Fate.__members__ or d.fate in wanted]
    page = Paginator(chosen, ROWS_A_PAGE).get_page(request.GET.get("page"))
    answers = found.answers.get("rows", {})
    people = _people(page)
    groups = ((Fate.DOUBTFUL,), (Fate.REFUSED,), (Fate.OPEN,), HAS)
    icons = ("half", "cross", "plus", "equal")
    figures = [
        Figure(
            number=sum(one.fate in group for one in made),
            label=labels[group[0]][1],
            url=f"?show={group[0].value}",
            icon=icon,
            current=asked == group[0].value,
        )
        for group, icon in zip(groups, icons, strict=True)
    ]
    every = Figure(number=len(made), label=_("All"), url="?", current=asked not in Fate.__members__)
    return {
        "page": page,
        "rows": [_row(one, labels, known, people, answers) for one in page],
        "figures": [*figures, every],
        "total": len(made),
        "to_do": sum(one.fate is Fate.OPEN for one in made),
        "unclear": sum(one.fate in (Fate.REFUSED, Fate.DOUBTFUL) for one in made),
        "several_sheets": len({one.line.sheet for one in made}) > 1,
        "out": OUT,
    }


def _people(made: Iterable[Decision]) -> dict[int, Any]:
    """The pupils that the rows of a page mean or may mean, with their classes."""
    ids = {pk for one in made for pk in (*one.found.ids, one.pupil or 0)}
    found = with_class_on(Pupil.objects.filter(pk__in=ids), clock.today())
    return {pupil.pk: pupil for pupil in found}


def _row(
    one: Decision,
    labels: dict[Fate, tuple[str, str, str]],
    known: dict[str, Category],
    people: dict[int, Any],
    answers: dict[str, Any],
) -> Row:
    said, answer = one.said, answers.get(one.key, "")
    basis = [said.document, f"№ {said.number}" if said.number else ""]
    basis += [f"{said.on:%d.%m.%Y}" if said.on else ""]
    asks = one.found.ids and (one.found.sure is not Sure.EXACT)
    category = known.get(one.code)
    return Row(
        decision=one,
        kind=labels[one.fate][0],
        fate=labels[one.fate][2],
        category=category.name() if category else one.line.category,
        basis=", ".join(part for part in basis if part),
        why=_why(one),
        whom=people.get(one.pupil or 0),
        choices=[
            (people[pk].pid, f"{people[pk].full_name}, {people[pk].class_name or '—'}")
            for pk in one.found.ids
            if asks and pk in people
        ],
        answer=OUT if answer == OUT else getattr(people.get(answer), "pid", ""),
    )


def _why(one: Decision) -> str:
    if one.flaw is not None:
        return flaw_text(one.flaw)
    if one.fate is Fate.DOUBTFUL:
        return str(DOUBTS[one.found.sure])
    if one.fate is Fate.TWICE:
        return _("The same as row %(row)s.") % {"row": one.twin}
    return ""


def flaw_text(flaw: Flaw) -> str:
    """Why a row is refused."""
    if flaw.code in FLAWS:
        return str(FLAWS[flaw.code]) % {"value": flaw.value}
    return str(WHYS[flaw.code]) if flaw.code in WHYS else flaw_message(flaw)
