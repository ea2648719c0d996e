"""Who may do what: the table a deputy director can read (design: access.md).

A key opens a kind of thing (403 without it); sight, on each queryset, narrows it to persons (404).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The roles of the school and the department; codes as in the school file."""

    SOCIAL_PEDAGOGUE = "SOCIAL_PEDAGOGUE", _("social pedagogue")
    DEPUTY_DIRECTOR = "DEPUTY_DIRECTOR", _("deputy director for upbringing")
    DIRECTOR = "DIRECTOR", _("director")
    CLASS_TEACHER = "CLASS_TEACHER", _("class teacher")
    SUBJECT_TEACHER = "SUBJECT_TEACHER", _("subject teacher")
    PSYCHOLOGIST = "PSYCHOLOGIST", _("educational psychologist")
    NURSE = "NURSE", _("school nurse")
    MENTOR = "MENTOR", _("mentor")
    LIBRARIAN = "LIBRARIAN", _("librarian")
    CANTEEN = "CANTEEN", _("canteen worker")
    SCHOOL_INSPECTOR = "SCHOOL_INSPECTOR", _("school inspector")
    DEPARTMENT_EXPERT = "DEPARTMENT_EXPERT", _("expert of the education department")
    ADMINISTRATOR = "ADMINISTRATOR", _("administrator")


S, D, H, T, Y, N, M, INS = (
    Role.SOCIAL_PEDAGOGUE,
    Role.DEPUTY_DIRECTOR,
    Role.DIRECTOR,
    Role.CLASS_TEACHER,
    Role.PSYCHOLOGIST,
    Role.NURSE,
    Role.MENTOR,
    Role.SCHOOL_INSPECTOR,
)
LIB, CAN, EXP, ADM, SUB = (
    Role.LIBRARIAN,
    Role.CANTEEN,
    Role.DEPARTMENT_EXPERT,
    Role.ADMINISTRATOR,
    Role.SUBJECT_TEACHER,
)
STAFF = (S, D, H, T, Y, N, M, INS, LIB, CAN, EXP, ADM, SUB)

# Roles that see every pupil of their school.
WHOLE_SCHOOL = (S, D, H, Y, N)

DOORS: dict[str, tuple[Role, ...]] = {
    # the school's frame
    "access.account:own": STAFF,
    "access.people:manage": (S, H, ADM),
    "access.school:manage": (S, H, ADM),
    "schoolyear.year:read": STAFF,
    "schoolyear.year:manage": (S, D, H, ADM),
    # the card index
    "school.pupil:read": (S, D, H, T, Y, N, M),
    "school.pupil:write": (S,),
    "school.class:read": (S, D, H, T, Y, N),
    "school.class:write": (S,),
    "school.household:read": (S, D, H, T),
    "school.household:write": (S,),
    "school.roster:import": (S,),
    "cards.status:read": (S, D, H, T, Y, M),
    "cards.status:write": (S,),
    "cards.basis:read": (S, D, H, Y, M),
    "cards.income:read": (S, D, H),
    "cards.mentor:read": (S, D, H),
    "cards.mentor:write": (S, H),
    # the journal
    "journal.entry:read": (S, D, H, T, Y, N, M),
    "journal.entry:write": (S, D, T, Y, N),
    # the plans
    "plans.plan:read": (S, D, H, T, Y, N, M, LIB, CAN, INS, EXP),
    "plans.plan:write": (S,),
    "plans.plan:approve": (D, H),
    "plans.due:adjust": (S, D),
    # the visits
    "visits.act:read": (S, D, H, T, Y),
    "visits.act:write": (S, T, Y),
    # the lists of support
    "support.books:read": (S, D, H, T, LIB),
    "support.books:give": (S, LIB),
    "support.meals:read": (S, D, H, T, N, CAN),
    # consents and a family's rights over its data
    "consents.presence:read": (S, D, H, T, Y, N),
    "consents.consent:read": (S, D, H, Y, N),
    "consents.consent:write": (S, Y, N),
    "consents.scope:manage": (S,),
    "consents.erasure:read": (S, H),
    "consents.erasure:propose": (S,),
    "consents.erasure:approve": (H,),
    # the documents
    "reports.document:read": (S, D, H, T),
    "reports.document:issue": (S,),
    # who looked
    "oversight.own:read": STAFF,
    "oversight.look:read": (H,),
    "oversight.alarm:review": (H,),
    "oversight.glass:break": (T, M, S),
    "oversight.glass:review": (H,),
    "oversight.technical:read": (ADM,),
    # the first screen
    "desk.desk:read": STAFF,
}
