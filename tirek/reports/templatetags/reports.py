"""Words of the papers in templates."""

from django import template

from tirek.reports.papers import signed_number

register = template.Library()
register.filter("signed", signed_number)
