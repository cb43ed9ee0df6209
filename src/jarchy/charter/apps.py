from django.apps import AppConfig


class CharterConfig(AppConfig):
    name = "jarchy.charter"
    label = "charter"
