from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "jarchy.foundation"
    label = "foundation"
