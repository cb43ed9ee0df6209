from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "jarchy.project"
    label = "project"

    def ready(self) -> None:
        from jarchy.project import joints  # noqa: F401, PLC0415  the rooms must be loaded before they are wired
