"""The phone as a Django app."""

from django.apps import AppConfig


class PhoneConfig(AppConfig):
    """Visits taken along on phones."""

    name = "tirek.phone"
    label = "phone"
