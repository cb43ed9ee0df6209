"""Addresses below <language>/account/. Allauth's own names for the five pages it must find, ours in the namespace."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from jarchy.people import views, views_devices, views_people

own = [
    path("", views.home, name="home"),
    path("me/", views.me, name="me"),
    path("in/<slug:of>/", views.work_in, name="work_in"),
    path("language/", views.change_language, name="language"),
    path("leave/", views.leave, name="leave"),
    path("join/<str:token>/", views.join, name="join"),
    path("card/", views.type_code, name="type_code"),
    path("card/<str:token>/", views.use_card, name="use_card"),
]
# Of the current edition, and of any other under its name.
of_an_edition = [
    path("people/", views_people.people, name="people"),
    path("people/<uuid:uuid>/", views_people.person, name="person"),
    path("people/<uuid:uuid>/card/", views_people.card, name="card"),
    path("people/<uuid:uuid>/consent/", views_people.consent, name="consent"),
    path("people/<uuid:uuid>/end/", views_people.end, name="end"),
    path("phones/", views_devices.phones, name="phones"),
    path("phones/own/", views_devices.own_phone, name="own_phone"),
    path("phones/shared/", views_devices.shared_phone, name="shared_phone"),
    path("phones/<slug:device>/revoke/", views_devices.revoke_phone, name="revoke_phone"),
    path("invitations/new/", views_people.invite, name="invite"),
    path("invitations/<uuid:uuid>/revoke/", views_people.revoke, name="revoke"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("confirm/", views.confirm_password, name="account_reauthenticate"),
    path("password/", views.change_password, name="account_change_password"),
    path("password/new/", views.set_password, name="account_set_password"),
    path("password/forgotten/", views.forgotten, name="account_reset_password"),
    path("closed/", views.closed, name="account_inactive"),
    path("", include(([*own, *of_an_edition, path("<slug:edition>/", include(of_an_edition))], "people"))),
]
