from django.db import migrations


def give_acts(apps, schema_editor):
    """Checks of home and property recorded in the general form become acts without answers."""
    entries = apps.get_model("journal", "Entry").objects.using(schema_editor.connection.alias)
    acts = apps.get_model("visits", "InspectionAct").objects.using(schema_editor.connection.alias)
    bare = entries.filter(kind="PROPERTY_CHECK", inspection_act__isnull=True)
    acts.bulk_create(
        (
            acts.model(
                entry_id=pk, school_id=school, year=on.year if on.month >= 9 else on.year - 1
            )
            for pk, school, on in bare.values_list("pk", "school_id", "on")
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial"), ("journal", "0002_entries_by_author")]
    operations = [migrations.RunPython(give_acts, migrations.RunPython.noop)]
