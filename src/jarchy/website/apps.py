from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "jarchy.website"
    label = "website"
