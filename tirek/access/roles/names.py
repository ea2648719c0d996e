"""The roles and how far each reaches."""

from __future__ import annotations

from collections.abc import Mapping

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

# Roles that see every pupil of their school (a social pedagogue may be narrowed to some grades).
WHOLE_SCHOOL = (S, D, H, Y, N)


class Reach(models.TextChoices):
    """Whose children a role reaches."""

    SCHOOL = "SCHOOL", _("own school")
    CLASSES = "CLASSES", _("own classes")
    PUPILS = "PUPILS", _("assigned pupils")
    REGISTER = "REGISTER", _("pupils on the register")
    NOBODY = "NOBODY", _("nobody by name")


REACH: Mapping[Role, Reach] = {
    **dict.fromkeys(WHOLE_SCHOOL, Reach.SCHOOL),
    **dict.fromkeys((T, SUB), Reach.CLASSES),
    M: Reach.PUPILS,
    INS: Reach.REGISTER,
    **dict.fromkeys((LIB, CAN, EXP, ADM), Reach.NOBODY),
}
