"""Reminders as a Django app."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """Feeds and letters."""

    name = "tirek.reminders"
