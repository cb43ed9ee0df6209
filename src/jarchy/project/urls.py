"""Every address of the house, by room. Each view names who may enter (people/doors.py)."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from jarchy.website import views as website

handler404 = "jarchy.foundation.pages.not_found"
handler500 = "jarchy.foundation.pages.broken"

urlpatterns: list[URLPattern | URLResolver] = [path("", website.languages, name="languages")]
urlpatterns += i18n_patterns(
    path("account/", include("jarchy.people.urls")),
    path("work/forms/", include("jarchy.forms.urls")),
    path("", include("jarchy.people.urls_approvals")),
    path("", include("jarchy.people.urls_looks")),
    path("", include("jarchy.fieldwork.urls")),
    path("", include("jarchy.publications.urls")),
    # Last: an edition's slug comes first in the addresses of public pages.
    path("", include("jarchy.website.urls")),
)
