"""Prevention as a Django app."""

from django.apps import AppConfig


class PreventionConfig(AppConfig):
    """The register of the school as a dated procedure."""

    name = "tirek.prevention"
