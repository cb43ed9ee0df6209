"""Every address names who may enter: `enters` on the view says it, a test walks every address as every role.

@enter(Role.REVIEWER, Role.SECRETARIAT)     signed in, with one of these roles in request.edition; else 404
@signed_in                                  any account
@everyone                                   the public
@confirmed(minutes=15)                      below one of these: the password again, where rows show persons
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.foundation.narrowing import NOBODY, Actor, Role
from jarchy.people import queries
from jarchy.people.models import Account
from jarchy.people.problems import Problems

View = Callable[..., HttpResponseBase]
EVERYONE, SIGNED_IN = "everyone", "signed in"
CHOSEN_EDITION = "edition"  # in the session: the campaign in which she chose to work, by its slug


class Request(HttpRequest):
    """A request as views get it: actor and edition are read from the database when first asked for, once.

    user is an AnonymousUser where nobody is signed in: @enter and @signed_in keep that out.
    """

    user: Account
    actor: Actor
    edition: Edition


class ActorMiddleware:
    """Gives each request its actor and its edition: the address's, where it names one, else the current."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = cast(Any, request)
        asked.actor = SimpleLazyObject(lambda: actor_of(request))
        asked.edition = SimpleLazyObject(lambda: edition_of(request))
        return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    """Who asks, with all roles in all editions; NOBODY where nobody is signed in. One query, none for the public."""
    return queries.actor_of(request.user) if request.user.is_authenticated else NOBODY


def edition_of(request: HttpRequest) -> Edition:
    """The address's, else the one she chose to work in, else the current. Raises charter.no_edition,
    charter.no_current_edition.
    """
    slug = request.resolver_match.kwargs.get("edition") if request.resolver_match else None
    if not slug and request.user.is_authenticated:
        slug = request.session.get(CHOSEN_EDITION)
    return charter.edition(slug) if slug else charter.current_edition()


def enter(*roles: Role) -> Callable[[View], View]:
    """Open to whoever has one of these roles in the request's edition. For anybody else there is no such page."""

    def door(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if request.user.waits_for_consent:
                raise Problems.consent_missing()
            asked = cast(Request, request)
            if not asked.actor.has(*roles, edition=asked.edition.slug):
                raise Problems.no_such_page()
            return _private(view(request, *args, **kwargs))

        return _says(guarded, frozenset(roles))

    return door


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """Kept by no browser unless the view says otherwise: telephones are lent, and “back” works after signing out."""
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = "private, no-store"
    return response


def signed_in(view: View) -> View:
    """Open to every account."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        return view(request, *args, **kwargs)

    return _says(guarded, SIGNED_IN)


def everyone(view: View) -> View:
    """Open to the public."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return _says(guarded, EVERYONE)


def confirmed(*, minutes: int = 15) -> Callable[[View], View]:
    """The password again where it was given longer ago. Stands below enter or signed_in.

    What a form sent is not kept while she confirms: afterwards she stands on the first page and does it again.
    """

    def door(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not was_confirmed(request, minutes=minutes):
                return _to_confirm(request)
            return view(request, *args, **kwargs)

        return guarded

    return door


def was_confirmed(request: HttpRequest, *, minutes: int) -> bool:
    """Whether her password was given in this session within so many minutes."""
    records = get_authentication_records(request, cast(Account, request.user))
    given = [record["at"] for record in records if record.get("method") == "password"]
    return bool(given) and time.time() - max(given) < minutes * 60


def _says(guarded: View, enters: frozenset[Role] | str) -> View:
    guarded.enters = enters  # type: ignore[attr-defined]
    return guarded


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    if _wants_json(request):
        raise Problems.sign_in_first()
    return _away(request, "account_login")


def _to_confirm(request: HttpRequest) -> HttpResponseRedirect:
    if _wants_json(request):
        raise Problems.confirm_first()
    has_password = cast(Account, request.user).has_usable_password()
    return _away(request, "account_reauthenticate" if has_password else "account_set_password")


def _away(request: HttpRequest, name: str) -> HttpResponseRedirect:
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("people:home")
    query = urlencode({REDIRECT_FIELD_NAME: back}, safe="/")
    return HttpResponseRedirect(f"{reverse(name)}?{query}")
