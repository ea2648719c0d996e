"""The audit becomes a chain: rows get numbers and hashes, each school a head."""

import django.db.models.deletion
from django.db import migrations, models


def chain_rows(apps, schema_editor):
    """Seal what is there, in the order in which it was written."""
    from tirek.access.rules.chain import Deed, microseconds, sealed

    AuditRow, AuditHead = apps.get_model("access", "AuditRow"), apps.get_model("access", "AuditHead")
    connection = schema_editor.connection
    statement = f"UPDATE {AuditRow._meta.db_table} SET number = %s, hash = %s WHERE id = %s"
    heads = {}
    batch = []

    def flush():
        if batch:
            with connection.cursor() as cursor:
                cursor.executemany(statement, batch)
            batch.clear()

    fields = ("id", "at", "school_id", "by_id", "verb", "thing", "thing_id", "note")
    # Read first and write later: SQLite's cursor must not walk over rows that are being changed.
    ids = AuditRow.objects.order_by("id").values_list("id", flat=True)
    last = ids.last() or 0
    start = 0
    while start < last:
        rows = list(
            AuditRow.objects.filter(id__gt=start).order_by("id").values_list(*fields)[:5000]
        )
        for pk, at, school, by, *words in rows:
            number, previous, _at = heads.get(school, (0, "", None))
            seal = sealed(previous, number + 1, Deed(microseconds(at), school, by, *words))
            heads[school] = (number + 1, seal, at)
            batch.append((number + 1, seal, pk))
        flush()
        start = rows[-1][0]
    AuditHead.objects.bulk_create(
        AuditHead(school_id=school, number=number, hash=seal, at=at)
        for school, (number, seal, at) in heads.items()
    )
    if connection.vendor == "postgresql":
        # The keys are looked at now: a table with such checks waiting cannot be altered.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ("access", "0001_initial"),
    ]

    operations = [
        migrations.AddField("auditrow", "number", models.PositiveBigIntegerField(default=0), preserve_default=False),
        migrations.AddField("auditrow", "hash", models.CharField(default="", max_length=64), preserve_default=False),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("hash", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField(null=True)),
                ("school", models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.school")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.Value(1), condition=models.Q(("school__isnull", True)), name="audit_head_of_none"),
                ],
            },
        ),
        migrations.RunPython(chain_rows, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="auditrow",
            constraint=models.UniqueConstraint(fields=("school", "number"), name="audit_number_of_school"),
        ),
        migrations.AddConstraint(
            model_name="auditrow",
            constraint=models.UniqueConstraint(condition=models.Q(("school__isnull", True)), fields=("number",), name="audit_number_of_none"),
        ),
    ]
