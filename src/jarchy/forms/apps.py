from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "jarchy.forms"
    label = "forms"
