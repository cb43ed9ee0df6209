"""Addresses of links to look. Included before the website's, inside i18n_patterns."""

from __future__ import annotations

from django.urls import path

from jarchy.people import views_looks as views

app_name = "looks"
urlpatterns = [
    path("office/<slug:edition>/links/", views.links, name="links"),
    path("office/<slug:edition>/links/<uuid:uuid>/revoke/", views.revoke, name="revoke"),
    path("<slug:edition>/look/<str:token>/", views.page, name="page"),
    path("<slug:edition>/look/<str:token>/<str:name>/file", views.file, name="file"),
]
