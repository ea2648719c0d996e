"""Filing as a Django app."""

from django.apps import AppConfig


class FilingConfig(AppConfig):
    """Files of every room; no tables of its own."""

    name = "tirek.filing"
