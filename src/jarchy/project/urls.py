"""Every address of the house, by room. Each view names who may enter (people/doors.py)."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
urlpatterns += i18n_patterns()
