"""Hand-overs between schools as a Django app."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """Cards that go to another school and come from one."""

    name = "tirek.transfers"
