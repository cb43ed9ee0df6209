"""The people of an edition: who belongs to it, inviting, cards, consent, ending a role."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

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
from jarchy.charter.models import Edition
from jarchy.foundation.narrowing import Role
from jarchy.people import actions, queries
from jarchy.people.doors import Request, confirmed, enter
from jarchy.people.forms import ConsentForm, InviteForm
from jarchy.people.models import Invitation
from jarchy.people.wording import END_REASONS, role_duty, role_name

LOOKS_AFTER_PEOPLE = (Role.COORDINATOR, Role.SECRETARIAT, Role.ADMINISTRATOR)


def _url(request: Request, name: str, **kwargs: Any) -> str:
    """The page of the same edition: under its name where this page is."""
    assert request.resolver_match is not None
    edition = request.resolver_match.kwargs.get("edition")
    return reverse(f"people:{name}", kwargs={**kwargs, **({"edition": edition} if edition else {})})


def _qr(address: str, title: str) -> str:
    """The address as an SVG without style, as the Content-Security-Policy wants it."""
    return segno.make(address, error="m").svg_inline(
        border=2, title=title, svgclass=None, lineclass=None, omitsize=True
    )


@enter(*LOOKS_AFTER_PEOPLE)
@confirmed(minutes=15)
@never_cache
def people(request: Request, edition: str = "") -> HttpResponseBase:
    """My organisation's people and open invitations, or the whole edition's for the Secretariat. Pages by key."""
    after = request.GET.get("after", "")
    organisation = request.GET.get("organisation", "")
    rows = queries.people_of(
        request.edition,
        request.actor,
        after=int(after) if after.isdecimal() and len(after) < 19 else 0,
        organisation=organisation,
    )
    shown = [_shown(request, row) for row in rows]
    is_staff = request.actor.has(Role.SECRETARIAT, Role.ADMINISTRATOR, edition=request.edition.slug)
    context = {
        "rows": shown,
        "next": rows[-1].membership.pk if len(rows) == queries.PAGE else None,
        "organisation": organisation,
        "organisations": [row.organisation for row in charter.organisations_of(request.edition)]
        if is_staff
        else [],
        "invitations": [
            _shown_invitation(request, row)
            for row in queries.open_invitations(request.edition, request.actor)
        ],
        "invite_url": _url(request, "invite"),
    }
    return render(request, "people/people.html", context)


def _shown(request: Request, row: queries.Person) -> dict[str, Any]:
    url = _url(request, "person", uuid=row.membership.uuid)
    return {"person": row, "account": row.account, "role": role_name(row.membership.role), "url": url}


def _local(moment: datetime, edition: Edition) -> datetime:
    """The edition's clock, without its zone: templates would turn it back."""
    return moment.astimezone(edition.zone).replace(tzinfo=None)


def _shown_invitation(request: Request, row: Invitation) -> dict[str, Any]:
    return {
        "invitation": row,
        "expires_at": _local(row.expires_at, request.edition),
        "role": role_name(row.role),
        "revoke_url": _url(request, "revoke", uuid=row.uuid),
    }


@enter(*LOOKS_AFTER_PEOPLE)
@confirmed(minutes=15)
@never_cache
def person(request: Request, uuid: UUID, edition: str = "") -> HttpResponseBase:
    return _person_page(request, uuid, ConsentForm())


def _person_page(request: Request, uuid: UUID, form: ConsentForm) -> HttpResponseBase:
    row = queries.person(uuid, request.actor)
    context = {
        **_shown(request, row),
        "form": form,
        "reasons": END_REASONS.items(),
        "card_url": _url(request, "card", uuid=uuid),
        "consent_url": _url(request, "consent", uuid=uuid),
        "end_url": _url(request, "end", uuid=uuid),
        "people_url": _url(request, "people"),
        "handovers": queries.handovers_of(row.membership.edition, row.account.pk),
    }
    return render(request, "people/person.html", context, status=422 if form.errors else 200)


@enter(*LOOKS_AFTER_PEOPLE)
@confirmed(minutes=15)
@require_POST
@never_cache
def card(request: Request, uuid: UUID, edition: str = "") -> HttpResponseBase:
    """The card itself, to be printed or shown now: it is told only once."""
    row = queries.person(uuid, request.actor)
    printed = actions.print_card(row.account, by=request.actor)
    address = settings.URL + reverse("people:use_card", kwargs={"token": printed.token})
    context = {
        **_shown(request, row),
        "card": printed.card,
        "code": printed.code,
        "address": address,
        "code_address": settings.URL + reverse("people:type_code"),
        "qr": _qr(address, gettext("Sign-in card")),
        "expires_at": _local(printed.card.expires_at, request.edition),
    }
    return render(request, "people/card.html", context)


@enter(*LOOKS_AFTER_PEOPLE)
@confirmed(minutes=15)
@require_POST
def consent(request: Request, uuid: UUID, edition: str = "") -> HttpResponseBase:
    row = queries.person(uuid, request.actor)
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return _person_page(request, uuid, form)
    actions.record_consent(row.account, on=form.cleaned_data["on"], by=request.actor)
    messages.success(request, gettext("The consent is recorded. She can report now."))
    return redirect(_url(request, "person", uuid=uuid))


@enter(*LOOKS_AFTER_PEOPLE)
@confirmed(minutes=15)
@require_POST
def end(request: Request, uuid: UUID, edition: str = "") -> HttpResponseBase:
    row = queries.person(uuid, request.actor)
    why = request.POST.get("why", "")
    actions.end_membership(row.membership, by=request.actor, why=why if why in END_REASONS else "")
    messages.success(request, gettext("The role has ended, and she is signed out everywhere."))
    return redirect(_url(request, "people"))


@enter(*LOOKS_AFTER_PEOPLE)
@never_cache
def invite(request: Request, edition: str = "") -> HttpResponseBase:
    """Make an invitation; its link and QR code are told only now, since the database keeps no more than a hash."""
    form = InviteForm(request.POST or None, edition=request.edition, actor=request.actor)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(
            request,
            "people/invite.html",
            {"form": form, "people_url": _url(request, "people")},
            status=status,
        )
    invitation, token = actions.invite(request.edition, by=request.actor, **form.chosen())
    address = settings.URL + reverse("people:join", kwargs={"token": token})
    context = {
        "invitation": invitation,
        "role": role_name(invitation.role),
        "duty": role_duty(invitation.role),
        "address": address,
        "qr": _qr(address, gettext("Invitation")),
        "expires_at": _local(invitation.expires_at, request.edition),
        "people_url": _url(request, "people"),
    }
    return render(request, "people/invited.html", context)


@enter(*LOOKS_AFTER_PEOPLE)
@require_POST
def revoke(request: Request, uuid: UUID, edition: str = "") -> HttpResponseBase:
    actions.revoke_invitation(queries.invitation(uuid, request.actor), by=request.actor)
    messages.success(request, gettext("The invitation is taken back: nobody joins by it any more."))
    return redirect(_url(request, "people"))
