from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "jarchy.project"
    label = "project"

    def ready(self) -> None:
        from django.conf import settings  # noqa: PLC0415

        from jarchy.project import joints, logs  # noqa: F401, PLC0415  the rooms must be loaded before they are wired

        logs.configure(settings.LOG_LEVEL)
