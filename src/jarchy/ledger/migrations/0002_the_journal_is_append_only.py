"""The database refuses to change the journal. Made again after every migrate (apps.py)."""

from django.db import migrations

from jarchy.ledger.triggers import drop_triggers, make_triggers


def make(apps, schema_editor):
    make_triggers(schema_editor.connection)


def drop(apps, schema_editor):
    drop_triggers(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
