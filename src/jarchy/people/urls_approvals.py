"""Addresses of approvals. Included before the website's, inside i18n_patterns."""

from __future__ import annotations

from django.urls import path

from jarchy.people import views_approvals as views

app_name = "approvals"
urlpatterns = [
    path("office/<slug:edition>/approvals/", views.desk, name="desk"),
    path("office/<slug:edition>/approvals/ask/", views.ask, name="ask"),
    path("office/<slug:edition>/approvals/of/<slug:slug>/letter/", views.letter, name="letter"),
    path("office/<slug:edition>/approvals/of/<slug:slug>/sheet/", views.sheet, name="sheet"),
    path("office/<slug:edition>/approvals/letters/<uuid:uuid>/scan", views.scan, name="scan"),
    path("office/<slug:edition>/approvals/wording/", views.wording, name="wording"),
    path("office/<slug:edition>/approvals/wording/<uuid:uuid>/end/", views.end_wording, name="end_wording"),
    path("work/<slug:edition>/approvals/", views.mine, name="mine"),
    path("work/<slug:edition>/approvals/deputies/", views.deputies, name="deputies"),
    path("work/<slug:edition>/approvals/deputies/<uuid:uuid>/end/", views.end_deputy, name="end_deputy"),
    path(
        "work/<slug:edition>/approvals/wording/<uuid:uuid>/end/",
        views.end_own_wording,
        name="end_own_wording",
    ),
    path("work/<slug:edition>/approvals/<uuid:uuid>/", views.one, name="one"),
    path("work/<slug:edition>/approvals/<uuid:uuid>/wording/", views.own_wording, name="own_wording"),
    path("work/<slug:edition>/approvals/<uuid:uuid>/answer/", views.answer, name="answer"),
    path("work/<slug:edition>/approvals/<uuid:uuid>/file", views.file, name="file"),
]
