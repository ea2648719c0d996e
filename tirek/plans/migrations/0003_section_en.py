"""English headings of sections; rows taken from the ready plans get theirs."""

from django.db import migrations, models

ENGLISH = {
    "Сынып жетекшілерімен бірге": "With class teachers",
    "Оқушылар арасында": "Among pupils",
    "Отбасы жағдайы": "Families",
    "Психологпен бірге": "With the psychologist",
    "Ерекше назарды қажет ететін оқушылар": "Pupils who need special attention",
    "Оқушының дамуы және болашағы": "The pupil's development and future",
}


def filled(apps, schema_editor):
    """The headings that have not been changed."""
    rows = apps.get_model("plans", "PlanRow").objects
    for kazakh, english in ENGLISH.items():
        rows.filter(section_kk=kazakh).update(section_en=english)


class Migration(migrations.Migration):

    dependencies = [("plans", "0002_cohorts_without_empty_lists")]

    operations = [
        migrations.AddField(
            model_name="planrow",
            name="section_en",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.RunPython(filled, migrations.RunPython.noop),
    ]
