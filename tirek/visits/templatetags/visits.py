"""The act's own words in templates."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import pgettext

from tirek.school.models import Pupil
from tirek.visits.rules.asked import Field, Step
from tirek.visits.wording import choice_name
from tirek.visits.wording import label as label_of

register = template.Library()


@register.simple_tag
def label(field: Field) -> str:
    """A question in the page's language."""
    return label_of(field)


@register.simple_tag
def stepname(step: Step) -> str:
    """A step's title in the page's language."""
    return pgettext("act", step.title)


@register.filter
def choices(field: Field) -> list[str]:
    """The answers one may choose from, in the page's language."""
    return [choice_name(field, choice.code) for choice in field.choices]


@register.simple_tag
def card_of(pupil: Pupil) -> str:
    """The address of the pupil's page; of the acts where there is none."""
    for name in ("school:pupil", "cards:pupil"):
        try:
            return reverse(name, args=[pupil.pid])
        except NoReverseMatch:
            continue
    return reverse("visits:acts")
