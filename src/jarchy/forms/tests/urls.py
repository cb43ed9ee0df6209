"""The web form alone, as the project mounts it; with the pages to which its door leads."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("work/forms/", include("jarchy.forms.urls")),
    path("account/", include("jarchy.people.urls")),
)
