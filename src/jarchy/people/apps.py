from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "jarchy.people"
    label = "people"
