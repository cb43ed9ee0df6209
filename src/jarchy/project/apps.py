from django.apps import AppConfig, apps
from django.conf import settings
from django.db.models.signals import post_migrate


class ProjectConfig(AppConfig):
    name = "jarchy.project"
    label = "project"

    def ready(self) -> None:
        # The rooms must be loaded before they are wired.
        from jarchy.project import joints, logs, migrating, others  # noqa: F401, PLC0415

        logs.configure(settings.LOG_LEVEL)
        # Sent once for each app with models, after all migrations: ours are noted at foundation's.
        post_migrate.connect(migrating.note_applied, sender=apps.get_app_config("foundation"))
