"""A school's own Word forms as a Django app."""

from django.apps import AppConfig


class WordFormsConfig(AppConfig):
    """Own Word forms of the papers: versions, which is in use."""

    name = "tirek.wordforms"
