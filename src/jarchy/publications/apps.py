from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "jarchy.publications"
    label = "publications"
