"""Addresses of the public pages. Included last, inside i18n_patterns: an edition's slug comes first in each."""

from __future__ import annotations

from django.urls import path

from jarchy.website import views

app_name = "website"
urlpatterns = [
    path("", views.current_home, name="current_home"),
    path("<slug:edition>/", views.home, name="home"),
    path("<slug:edition>/numbers/", views.numbers, name="numbers"),
    path("<slug:edition>/numbers/<slug:indicator>/", views.figure, name="figure"),
    path("<slug:edition>/numbers/<slug:indicator>/made-of/", views.made_of, name="made_of"),
    path("<slug:edition>/numbers/<slug:indicator>/made-of/<str:after>/", views.made_of, name="made_of_after"),
    path("<slug:edition>/numbers/<slug:indicator>/<slug:pcode>/", views.figure, name="figure_of_place"),
    path(
        "<slug:edition>/numbers/<slug:indicator>/<slug:pcode>/made-of/", views.made_of, name="made_of_place"
    ),
    path(
        "<slug:edition>/numbers/<slug:indicator>/<slug:pcode>/made-of/<str:after>/",
        views.made_of,
        name="made_of_place_after",
    ),
    path("<slug:edition>/map.<slug:ending>", views.map_file, name="map_file"),
    path("<slug:edition>/days.<slug:ending>", views.days_file, name="days_file"),
    path("<slug:edition>/where/", views.where, name="where"),
    path("<slug:edition>/where/<slug:pcode>/", views.oblast, name="oblast"),
    path("<slug:edition>/where/<slug:pcode>/days.<slug:ending>", views.days_file, name="days_file_of_oblast"),
    path("<slug:edition>/coming/", views.coming, name="coming"),
    path("<slug:edition>/coming/after/<str:after>/", views.coming, name="coming_after"),
    path("<slug:edition>/coming/<uuid:uuid>/", views.event, name="event"),
    path("<slug:edition>/coming/<uuid:uuid>/<slug:shape>.png", views.event_card, name="event_card"),
    path("<slug:edition>/organisations/", views.organisations, name="organisations"),
    path("<slug:edition>/how-we-count/", views.how_we_count, name="how_we_count"),
    path("<slug:edition>/corrections/", views.corrections, name="corrections"),
    path("<slug:edition>/recommendations/", views.recommendations, name="recommendations"),
    path("<slug:edition>/downloads/", views.downloads, name="downloads"),
    path("<slug:edition>/documents/<uuid:uuid>/", views.document, name="document"),
]
