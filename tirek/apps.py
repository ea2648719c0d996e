"""The entrance as a Django app: it carries the commands and the project's own catalogue."""

from django.apps import AppConfig


class EntranceConfig(AppConfig):
    """Knows every room; has no tables."""

    name = "tirek"
    label = "tirek"
