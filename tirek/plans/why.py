"""Why something is due for a pupil, a family or a class, in one line, for one reader."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tirek.access.models import School
from tirek.access.sight import may
from tirek.cards.models import StatusPeriod
from tirek.cards.queries import categories
from tirek.plans.models import PlanRow
from tirek.plans.rules.cohorts import Cohort, cohort_from_json
from tirek.plans.rules.evidence import CLASS, HOUSEHOLD, PUPIL
from tirek.plans.rules.reasons import (
    ARRIVED,
    EVERYBODY,
    GRADE,
    REQUESTED,
    Reason,
    class_parts,
    parts,
    reasons,
)
from tirek.plans.rules.roll import Roll
from tirek.plans.wording import cohort_words, proof_words
from tirek.school.models import Pupil


class Why:
    """Reasons in words; statuses, their bases and children's names only as the reader may read.

    Two or three queries, whatever the number of `members` (of the unit) that will be asked about;
    `bases`: are the papers of statuses wanted?
    """

    def __init__(
        self,
        user: Any,
        school: School,
        roll: Roll,
        unit: str,
        members: Iterable[int],
        day: date,
        bases: bool = True,
    ) -> None:
        self.bases = bases and may(user, "cards.basis:read", school.pk)
        self.user, self.school, self.roll, self.unit = user, school, roll, unit
        self.of_home: dict[int, list[int]] = {}
        pupils = set(members) if unit == PUPIL else set()
        if unit == HOUSEHOLD:
            wanted = set(members)
            for pupil, home in roll.homes(day).items():
                if home in wanted:
                    self.of_home.setdefault(home, []).append(pupil)
                    pupils.add(pupil)
        self.day = day
        self.names: dict[int, str] = {}
        if unit == HOUSEHOLD and pupils:
            seen: Any = Pupil.objects.visible_to(user).filter(school=school, pk__in=pupils)
            self.names = {one.pk: one.short_name for one in seen}
        self.statuses: dict[int, list[tuple[Any, ...]]] = {}
        self.categories: dict[str, Any] = {}
        if pupils:
            self._read_statuses(pupils)

    def words(self, row: PlanRow, member: int, day: date | None = None) -> str:
        """The reasons for a member on a day (the one of the beginning); "" when not to be said."""
        on, cohort = day or self.day, cohort_from_json(row.cohort or {})
        if self.unit == PUPIL:
            return self._of_pupil(cohort, member, on)
        if self.unit == CLASS:
            found = class_parts(cohort, self.roll, member, on)
            return "; ".join(self._said(one) for one in found)
        if self.unit == HOUSEHOLD:
            asked = self.roll.pupils(cohort, on)
            children = [one for one in self.of_home.get(member, ()) if one in asked]
            told = ((self.names.get(one), self._of_pupil(cohort, one, on)) for one in children)
            return "; ".join(f"{name}: {words}" for name, words in told if name and words)
        return ""

    def _of_pupil(self, cohort: Cohort, pupil: int, day: date) -> str:
        held = self.statuses.get(pupil, [])
        found = reasons(cohort, self.roll.facts.social, (one[:3] for one in held), day)
        words = [self._status(code, since, held) for code, since in found]
        words += [self._said(one) for one in parts(cohort, self.roll, pupil, day)]
        return "; ".join(filter(None, words))

    def _status(self, code: str, since: date | None, held: list[tuple[Any, ...]]) -> str:
        name = self.categories[code].name() if code in self.categories else code
        said = pgettext("status", "%(name)s, since %(day)s")
        words = said % {"name": name, "day": f"{since:%d.%m.%Y}"} if since else str(name)
        basis = next((one[3] for one in held if one[0] == code and one[1] == since), "")
        return f"{words} ({basis})" if basis else words

    def _said(self, one: Reason) -> str:
        day = f"{one.on:%d.%m.%Y}" if one.on else ""
        if one.kind == EVERYBODY:
            return cohort_words(self.school, Cohort(), self.unit)
        if one.kind == GRADE:
            return _("grade %(grade)s") % {"grade": one.what}
        if one.kind == ARRIVED:
            return _("came on %(day)s") % {"day": day} if day else _("new this year")
        if one.kind == REQUESTED:
            return f"{proof_words('REQUEST', one.what)}, {day}"
        return _("has such pupils")

    def _read_statuses(self, pupils: set[int]) -> None:
        """The statuses of these pupils that the reader may read; bases where these, too."""
        visible: Any = StatusPeriod.objects.visible_to(self.user).known_at()
        rows = visible.filter(pupil__school=self.school)
        if len(pupils) <= 500:
            rows = rows.filter(pupil__in=pupils)
        for pupil, code, since, until, document, number in rows.values_list(
            "pupil_id", "category", "since", "until", "basis_document", "basis_number"
        ):
            basis = " № ".join(filter(None, (document, number))) if self.bases else ""
            self.statuses.setdefault(pupil, []).append((code, since, until, basis))
        self.categories = categories(self.school) if self.statuses else {}
