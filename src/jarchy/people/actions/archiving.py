"""What is deleted of people when their edition is archived."""

from __future__ import annotations

from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jarchy.charter.archiving import Emptying, empty_some
from jarchy.charter.models import Edition
from jarchy.foundation.narrowing import house
from jarchy.people import queries
from jarchy.people.actions.accounts import empty_account
from jarchy.people.models import Account, Device, Invitation, Membership, ViewLink


def empty_accounts(edition: Edition, limit: int) -> int:
    """Whoever has no role in an edition that keeps its people, and looks after no accounts."""
    going = list(queries.people_due(edition).order_by("pk")[:limit])
    for account in going:
        empty_account(account, by=house("keeping times"), why=f"archived {edition.slug}")
    return len(going)


def drop_invitations(edition: Edition, limit: int) -> int:
    going = list(
        Invitation.objects.filter(edition=edition).order_by("pk").values_list("pk", flat=True)[:limit]
    )
    Membership.objects.filter(invitation__in=going).update(invitation=None)
    Invitation.objects.filter(pk__in=going).delete()
    return len(going)


def drop_sessions(edition: Edition, limit: int) -> int:
    """Of accounts that are empty by now: nobody can use them, but what a sign-in left lies in them."""
    emptied = {
        str(key) for key in Account.objects.filter(emptied_at__isnull=False).values_list("pk", flat=True)
    }
    going = [
        one.session_key
        for one in Session.objects.order_by("session_key").iterator(chunk_size=500)
        if one.get_decoded().get(SESSION_KEY) in emptied
    ][:limit]
    Session.objects.filter(session_key__in=going).delete()
    return len(going)


def drop_attempts(edition: Edition, limit: int) -> int:
    """Attempts to sign in, which name no person but the machine they came from; not those that lock a door now."""
    before = timezone.now() - timedelta(hours=1)
    deleted = 0
    for model in (AccessAttempt, AccessLog, AccessFailureLog):
        rows = model._default_manager.filter(attempt_time__lt=before).order_by("pk")
        going = list(rows.values_list("pk", flat=True)[:limit])
        model._default_manager.filter(pk__in=going).delete()
        deleted += len(going)
    return deleted


def empty_links(edition: Edition, limit: int) -> int:
    """For whom a link was made, as the Secretariat called them; that and when it was opened stays."""
    return empty_some(ViewLink.objects.filter(edition=edition).exclude(label=""), limit, label="")


def empty_phones(edition: Edition, limit: int) -> int:
    """What phones were called; whose they were and when they were taken back stays, by account number."""
    return empty_some(Device.objects.filter(edition=edition).exclude(name=""), limit, name="")


EMPTYINGS = [
    Emptying(
        "people.Account", _("accounts: name, e-mail, telephone, password, sign-in cards"), empty_accounts
    ),
    Emptying("people.Invitation", _("invitations"), drop_invitations),
    Emptying(
        "people.ViewLink", _("for whom links were made that show a page without signing in"), empty_links
    ),
    Emptying("people.Device", _("names of phones that sent by themselves"), empty_phones),
    Emptying("sessions.Session", _("sessions of emptied accounts"), drop_sessions),
    Emptying("axes.AccessAttempt", _("attempts to sign in, with the addresses of machines"), drop_attempts),
]
