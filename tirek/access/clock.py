"""The only clock of the program; everything else takes the day or the moment as an argument."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, aware."""
    return timezone.now()


def today() -> date:
    """Today in the school's time zone (Asia/Almaty)."""
    return timezone.localdate()
