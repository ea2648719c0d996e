"""Long work as a Django app."""

from django.apps import AppConfig


class LongworkConfig(AppConfig):
    """Work that takes a while."""

    name = "tirek.longwork"
