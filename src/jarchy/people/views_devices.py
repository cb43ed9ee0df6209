"""Phones: the QR code that sets up Collect, which phones there are, taking one back."""

from __future__ import annotations

from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jarchy.charter import queries as charter
from jarchy.charter.models import Organisation
from jarchy.foundation.narrowing import Role
from jarchy.foundation.texts import text_in
from jarchy.people import actions, devices, queries_devices, rules
from jarchy.people.doors import Request, enter
from jarchy.people.models import Device
from jarchy.people.problems import Problems

SEES_PHONES = (*rules.PHONE_HOLDERS, Role.ADMINISTRATOR)


def _url(request: Request, name: str, **kwargs: Any) -> str:
    """The page of the same edition: under its name where this page is."""
    assert request.resolver_match is not None
    edition = request.resolver_match.kwargs.get("edition")
    return reverse(f"people:{name}", kwargs={**kwargs, **({"edition": edition} if edition else {})})


@enter(*SEES_PHONES)
@never_cache
def phones(request: Request, edition: str = "") -> HttpResponseBase:
    """Her phones, her organisation's or all, as far as she may see them; a button for each that she may let in."""
    rows = queries_devices.devices_of(request.edition, request.actor)
    context = {
        "rows": [
            {"device": row, "revoke_url": _url(request, "revoke_phone", device=row.number)} for row in rows
        ],
        "may_have_own": _may_have_own(request),
        "organisations": _shares_for(request),
        "own_url": _url(request, "own_phone"),
        "shared_url": _url(request, "shared_phone"),
    }
    return render(request, "people/phones.html", context)


def _may_have_own(request: Request) -> bool:
    return request.actor.has(*rules.PHONE_HOLDERS, edition=request.edition.slug)


def _shares_for(request: Request) -> list[Organisation]:
    """Organisations for which she may let in a shared phone."""
    slug = request.edition.slug
    rows = [row.organisation for row in charter.organisations_of(request.edition)]
    return [
        row for row in rows if rules.may_add_device(request.actor, slug, account=None, organisation=row.slug)
    ]


@enter(*rules.PHONE_HOLDERS)
@require_POST
@never_cache
def own_phone(request: Request, edition: str = "") -> HttpResponseBase:
    device = actions.add_device(
        request.edition, by=request.actor, account=request.user, name=request.POST.get("name", "")
    )
    return _shown_once(request, device)


@enter(Role.COORDINATOR, Role.SECRETARIAT)
@require_POST
@never_cache
def shared_phone(request: Request, edition: str = "") -> HttpResponseBase:
    slug = request.POST.get("organisation", "")
    organisation = next((row for row in _shares_for(request) if row.slug == slug), None)
    if organisation is None:
        raise Problems.wrong_device()
    device = actions.add_device(
        request.edition, by=request.actor, organisation=organisation, name=request.POST.get("name", "")
    )
    return _shown_once(request, device)


def _shown_once(request: Request, device: Device) -> HttpResponseBase:
    """What the phone is set up with; told only now, to whoever let it in."""
    origin = settings.URL if settings.IS_URL_SAID else f"{request.scheme}://{request.get_host()}"
    address = devices.server_url(origin, device.number)
    language = queries_devices.language_of(device)
    said = devices.settings_of(address, name=text_in(device.edition.names, language), language=language)
    qr = segno.make(said, error="l", boost_error=False)
    context = {
        "device": device,
        "qr": qr.svg_inline(
            border=4, title=gettext("Settings of the phone"), svgclass=None, lineclass=None, omitsize=True
        ),
        "address": address,
        "password_address": f"{origin}/openrosa",
        "password": devices.password_of(device.number),
        "phones_url": _url(request, "phones"),
    }
    return render(request, "people/phone.html", context)


@enter(*SEES_PHONES)
@require_POST
def revoke_phone(request: Request, device: str, edition: str = "") -> HttpResponseBase:
    actions.revoke_device(queries_devices.device(device, request.actor), by=request.actor)
    messages.success(request, gettext("The phone is taken back: nothing is received from it any more."))
    return redirect(_url(request, "phones"))
