from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "jarchy.fieldwork"
    label = "fieldwork"
