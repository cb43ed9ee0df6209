"""The room's addresses as the house includes them."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(path("account/", include("jarchy.people.urls")))
handler429 = "jarchy.people.signing_in.too_many_tries"
