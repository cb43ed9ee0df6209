"""Addresses of the web form and of its sheet, below <language>/work/forms/."""

from __future__ import annotations

from django.urls import path

from jarchy.forms.faces import apart, office, sheet, web

app_name = "forms"
urlpatterns = [
    path("", office.all_forms, name="all"),
    # A form's id begins with a letter: these are nobody's.
    path("_bring-in/", office.bring_in, name="bring_in"),
    path("_uploads/<uuid:uuid>/", office.upload, name="upload"),
    path("_uploads/<uuid:uuid>/preview/", office.preview, name="preview"),
    path("<slug:form_id>/export/", office.export, name="export"),
    path("kept-apart/", apart.apart, name="apart"),
    path("kept-apart/<uuid:uuid>/", apart.apart_body, name="apart_body"),
    path("kept-apart/<uuid:uuid>/take-in/", apart.apart_again, name="apart_again"),
    path("<slug:form_id>/", web.begin, name="begin"),
    path("<slug:form_id>/sheet/", sheet.sheet, name="sheet"),
    path("<slug:form_id>/sheet/blank/", sheet.blank, name="sheet_blank"),
    path("<slug:form_id>/sheet/<uuid:uuid>/", sheet.one_import, name="sheet_import"),
    path("<slug:form_id>/sheet/<uuid:uuid>/store/", sheet.store, name="sheet_store"),
    path("<slug:form_id>/sheet/<uuid:uuid>/drop/", sheet.drop, name="sheet_drop"),
    path("<slug:form_id>/<uuid:draft>/<int:number>/", web.page, name="page"),
    path("<slug:form_id>/<uuid:draft>/send/", web.review, name="review"),
    path("<slug:form_id>/<uuid:draft>/sent/", web.sent, name="sent"),
    path("<slug:form_id>/<uuid:draft>/pictures/<str:question>/", web.picture, name="picture"),
    path("<slug:form_id>/<uuid:draft>/media/<str:name>/", web.media, name="media"),
    path("<slug:form_id>/<uuid:draft>/throw-away/", web.throw_away, name="throw_away"),
]
