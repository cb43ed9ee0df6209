"""Addresses of files. Included before the website's, inside i18n_patterns."""

from __future__ import annotations

from django.urls import path

from jarchy.publications import views, views_charts, views_documents, views_logos

app_name = "publications"
urlpatterns = [
    path("<slug:edition>/5w.csv", views.public_csv, name="5w_csv"),
    path("<slug:edition>/5w.xlsx", views.public_xlsx, name="5w_xlsx"),
    path("<slug:edition>/coming.ics", views.coming, name="coming"),
    path("<slug:edition>/public.json", views.everything, name="public_json"),
    path("<slug:edition>/documents/<uuid:uuid>/file", views_documents.public_file, name="public_file"),
    path("<slug:edition>/logos/<slug:slug>.<slug:ending>", views_logos.logo, name="logo"),
    path("<slug:edition>/cards/<slug:indicator>/<slug:shape>.png", views_charts.card, name="card"),
    path(
        "<slug:edition>/cards/<slug:indicator>/<slug:pcode>/<slug:shape>.png",
        views_charts.card,
        name="card_of_place",
    ),
    path("<slug:edition>/charts/<slug:indicator>/<str:by>.svg", views_charts.svg, name="chart_svg"),
    path("<slug:edition>/charts/<slug:indicator>/<str:by>.png", views_charts.png, name="chart_png"),
    path("<slug:edition>/charts/<slug:indicator>/<str:by>.csv", views_charts.table, name="chart_csv"),
    path(
        "<slug:edition>/charts/<slug:indicator>/<slug:pcode>/<str:by>.csv",
        views_charts.table,
        name="chart_csv_of_place",
    ),
    path(
        "<slug:edition>/charts/<slug:indicator>/<slug:pcode>/<str:by>.svg",
        views_charts.svg,
        name="chart_svg_of_place",
    ),
    path(
        "<slug:edition>/charts/<slug:indicator>/<slug:pcode>/<str:by>.png",
        views_charts.png,
        name="chart_png_of_place",
    ),
    path("office/<slug:edition>/5w.csv", views.staff_csv, name="staff_5w_csv"),
    path("office/<slug:edition>/5w.xlsx", views.staff_xlsx, name="staff_5w_xlsx"),
    path("work/<slug:edition>/our-sheet/<slug:slug>/", views_documents.our_sheet, name="our_sheet"),
    path("office/<slug:edition>/documents/", views_documents.documents, name="documents"),
    path("office/<slug:edition>/documents/<uuid:uuid>/", views_documents.document, name="document"),
    path("office/<slug:edition>/documents/<uuid:uuid>/file", views_documents.staff_file, name="staff_file"),
    path(
        "office/<slug:edition>/documents/together/<uuid:uuid>.zip", views_documents.together, name="together"
    ),
]
