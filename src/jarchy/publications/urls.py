"""Addresses of files. Included before the website's, inside i18n_patterns."""

from __future__ import annotations

from django.urls import path

from jarchy.publications import views

app_name = "publications"
urlpatterns = [
    path("<slug:edition>/5w.csv", views.public_csv, name="5w_csv"),
    path("<slug:edition>/5w.xlsx", views.public_xlsx, name="5w_xlsx"),
    path("<slug:edition>/coming.ics", views.coming, name="coming"),
    path("<slug:edition>/public.json", views.everything, name="public_json"),
    path("office/<slug:edition>/5w.csv", views.staff_csv, name="staff_5w_csv"),
    path("office/<slug:edition>/5w.xlsx", views.staff_xlsx, name="staff_5w_xlsx"),
]
