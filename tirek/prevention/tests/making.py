"""Makes councils, cases and measures for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from tirek.access import clock
from tirek.access.models import School, User
from tirek.cards.models import StatusPeriod
from tirek.cards.tests import making as cards
from tirek.prevention import actions
from tirek.prevention.models import Case, Meeting, Member, Step
from tirek.school.models import Pupil

SINCE = date(2015, 9, 1)
PROPOSED, MET = date(2026, 11, 2), date(2026, 11, 9)  # before the tests' day, 23 November


def council(by: User, school: School, count: int = 3) -> list[Member]:
    """A council since the year began, with a chair."""
    posts = ["CHAIR", "SECRETARY", *["MEMBER"] * count]
    return [
        actions.add_member(
            by=by,
            school=school,
            fields={
                "name": f"Кеңес мүшесі {number}",
                "job": "мұғалім",
                "post": posts[number],
                "since": SINCE,
            },
        )
        for number in range(count)
    ]


def proposed(by: User, pupil: Pupil, on: date = PROPOSED, ground: str = "ABSENCE") -> Case:
    """A case that waits for the council."""
    said = {"on": on, "who": "Сынып жетекшісі", "text": "Себепсіз сабақ босатады"}
    return actions.propose(by=by, pupil=pupil, ground=ground, fields=said)


def meeting(by: User, school: School, on: date = MET) -> Meeting:
    """A meeting that has been called."""
    return actions.call_meeting(by=by, school=school, fields={"on": on, "place": "12-кабинет"})


def decided(
    by: User, case: Case, aim: str, on: date = MET, yes: int = 2, no: int = 0, number: str = "1"
) -> Meeting:
    """The council meets about one case and votes."""
    called = meeting(by, case.school, on)
    matter = actions.add_matter(by=by, meeting=called, case=case, aim=aim)
    return hold(by, called, {matter.pk: {"yes": yes, "no": no, "number": number}})


def hold(by: User, called: Meeting, votes: Any, present: Any = None) -> Meeting:
    """Everybody of the council comes, unless somebody is named."""
    there = Member.objects.filter(school=called.school) if present is None else present
    return actions.hold_meeting(
        by=by, meeting=called, present=there, votes=votes, fields={"number": "3"}
    )


def placed(by: User, pupil: Pupil, on: date = MET) -> Case:
    """A child on the register by decision of a council."""
    if not Member.objects.filter(school=pupil.school).exists():
        council(by, pupil.school)
    case = proposed(by, pupil, on=min(PROPOSED, on))
    decided(by, case, "PLACE", on)
    case.refresh_from_db()
    return case


def things(by: User, pupil: Pupil) -> dict[str, Any]:
    """What the trust tests walk through: a child on the register already, its case, a meeting."""
    held = StatusPeriod.objects.known_at().filter(pupil=pupil, category="REGISTER").first()
    # An inspector sees who is on the register now, not who was.
    status = held or cards.status(
        pupil, "REGISTER", since=date(2025, 9, 1), until=date(2025, 9, 30), basis_on=SINCE
    )
    case = Case.objects.create(
        school=pupil.school, pupil=pupil, regime="REGISTER", ground="ABSENCE", status=status
    )
    for kind, on in (("PROPOSED", date(2026, 2, 2)), ("PLACED", date(2026, 2, 9))):
        Step.objects.create(case=case, kind=kind, on=on, recorded_by=by, recorded_at=clock.now())
    said = {"what": "Үйірмеге тарту", "who": "Психолог", "due_on": MET}
    measure = actions.add_measure(by=by, case=case, fields=said)
    met = meeting(by, pupil.school)
    actions.add_matter(by=by, meeting=met, case=case, aim="KEEP", heard="Тыңдалды")
    return {
        "register status": status,
        "register case": case,
        "register step": case.steps.order_by("id").first(),
        "register measure": measure,  # nobody's own: only whoever writes the register marks it
        "council member": Member.objects.create(school=pupil.school, name="Мүше", since=SINCE),
        "council meeting": met,
    }
