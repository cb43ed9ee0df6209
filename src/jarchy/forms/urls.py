"""Addresses of the web form and of its sheet, below <language>/work/forms/."""

from __future__ import annotations

from django.urls import path

from jarchy.forms.faces import sheet, web

app_name = "forms"
urlpatterns = [
    path("<slug:form_id>/", web.begin, name="begin"),
    path("<slug:form_id>/sheet/", sheet.sheet, name="sheet"),
    path("<slug:form_id>/sheet/blank/", sheet.blank, name="sheet_blank"),
    path("<slug:form_id>/sheet/<uuid:uuid>/", sheet.one_import, name="sheet_import"),
    path("<slug:form_id>/sheet/<uuid:uuid>/store/", sheet.store, name="sheet_store"),
    path("<slug:form_id>/sheet/<uuid:uuid>/drop/", sheet.drop, name="sheet_drop"),
    path("<slug:form_id>/<uuid:draft>/<int:number>/", web.page, name="page"),
    path("<slug:form_id>/<uuid:draft>/send/", web.review, name="review"),
    path("<slug:form_id>/<uuid:draft>/sent/", web.sent, name="sent"),
    path("<slug:form_id>/<uuid:draft>/pictures/<slug:question>/", web.picture, name="picture"),
    path("<slug:form_id>/<uuid:draft>/throw-away/", web.throw_away, name="throw_away"),
]
