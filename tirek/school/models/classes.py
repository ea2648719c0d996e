"""Classes, and which of them a role reaches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from tirek.access.ids import new_pid
from tirek.access.models import School
from tirek.access.roles import Role
from tirek.access.sight import Held, Key, Sight, sight_of
from tirek.school.rules.kazakh import sort_key
from tirek.schoolyear.models import SchoolYear


def classes_reached(held: Held, sight: Sight) -> Q:
    """The classes a role that sees some classes reaches.

    A class teacher's: those whose own teacher one is, or those the role names; a subject
    teacher's: those the role names; a social pedagogue's who answers for some grades: theirs. Names
    and grades mean classes of the year that runs: last year's class of that name was another one.
    """
    running = Q(
        school_year__starts_on__lte=sight.day,
        school_year__starts_on__gt=sight.day - timedelta(days=365),
    )
    reach = Q(pk__in=())
    if held.role == Role.SOCIAL_PEDAGOGUE:
        reach = running & Q(grade__in=held.grades)
    elif held.role in (Role.CLASS_TEACHER, Role.SUBJECT_TEACHER):
        reach = running & Q(name__in=held.class_names)
        if held.role == Role.CLASS_TEACHER:
            reach |= Q(teacher_id=sight.user_id)
    return Q(school_id=held.school_id) & reach


class SchoolClassQuerySet(models.QuerySet["SchoolClass"]):
    """Reads classes."""

    def visible_to(self, user: Any, key: Key = "school.class:read") -> SchoolClassQuerySet:
        """Classes within the reach of those of the user's roles that hold the key."""
        sight = sight_of(user)
        reach = Q(school_id__in=sight.whole(key))
        for held in sight.near(key):
            reach |= classes_reached(held, sight)
        return self.filter(reach)


class SchoolClass(models.Model):
    """A class of one school year: grade 0-12 and a letter, "5А"."""

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="classes")
    school_year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="classes")
    grade = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=15)
    language = models.CharField(max_length=2, blank=True)
    shift = models.PositiveSmallIntegerField(null=True, blank=True)
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="classes",
    )
    sort_key = models.CharField(max_length=60, editable=False)

    objects = SchoolClassQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["school_year", "name"], name="class_name_once_a_year")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the order of classes: by grade, then by the Kazakh alphabet."""
        self.sort_key = class_sort_key(self.grade, self.letter)
        super().save(*args, **kwargs)


def class_sort_key(grade: int, letter: str) -> str:
    """Order of classes: 2А before 10А."""
    return f"{grade:02d}{sort_key(letter)}"
