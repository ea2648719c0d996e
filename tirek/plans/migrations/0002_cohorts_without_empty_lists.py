"""Empty lists in cohorts were read as everybody and are refused now: what was counted stays."""

from typing import Any

from django.db import migrations


def tidied(cohort: dict[str, Any]) -> dict[str, Any]:
    """The same cohort as it was counted, without the lists that narrowed nothing."""
    found = {
        name: part
        for name, part in cohort.items()
        if name != "any" and not (name in ("statuses", "grades") and part == [])
    }
    parts = [tidied(one) for one in cohort.get("any", [])]
    # An alternative that held for everybody made the others idle.
    return {**found, "any": parts} if parts and all(parts) else found


def tidy(apps, schema_editor):
    """Write anew the few rows that have such a list."""
    rows = apps.get_model("plans", "PlanRow").objects.exclude(cohort={})
    for row in rows.only("cohort").iterator():
        kept = tidied(row.cohort)
        if kept != row.cohort:
            row.cohort = kept
            row.save(update_fields=["cohort"])


class Migration(migrations.Migration):

    dependencies = [("plans", "0001_initial")]

    operations = [migrations.RunPython(tidy, migrations.RunPython.noop)]
