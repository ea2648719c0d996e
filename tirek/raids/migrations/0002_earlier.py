"""Raids that were recorded with the journal's general form before there was this room."""

from typing import Any

from django.db import migrations


def take_over(apps: Any, schema_editor: Any) -> None:
    """Each gets a raid; the families it is about were seen."""
    entries = apps.get_model("journal", "Entry").objects.filter(kind="RAID", raid=None)
    raids, stops = apps.get_model("raids", "Raid"), apps.get_model("raids", "RaidStop")
    for entry in entries.iterator():
        raid = raids.objects.create(entry=entry, school_id=entry.school_id)
        for place, link in enumerate(entry.about_households.order_by("id"), start=1):
            home = link.household
            stops.objects.create(
                raid=raid, place=place, household=home, address=home.address, result="SEEN"
            )


class Migration(migrations.Migration):
    dependencies = [("raids", "0001_initial")]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
