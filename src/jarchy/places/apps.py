from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "jarchy.places"
    label = "places"
