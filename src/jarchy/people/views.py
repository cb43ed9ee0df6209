"""Signing in and out, one's own account, joining by invitation, coming back by card."""

from __future__ import annotations

from functools import wraps
from typing import Any

from allauth.account import views as allauth

# Internal to allauth, but the one way to say that a password was just given: its own pages read this record.
from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from jarchy import people
from jarchy.foundation.narrowing import Role
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import actions, queries, rules
from jarchy.people import queries_approvals as approvals
from jarchy.people.actions.demonstration import read_passwords
from jarchy.people.doors import CHOSEN_EDITION, Request, View, confirmed, everyone, signed_in
from jarchy.people.forms import CardForm, JoinForm, LanguageForm
from jarchy.people.models import Account, Invitation, Membership
from jarchy.people.problems import Problems
from jarchy.people.signing_in import is_from_here
from jarchy.people.wording import role_duty, role_name

BACKEND = "jarchy.people.signing_in.SignInBackend"


class SignInView(allauth.LoginView):
    """Allauth's page with, on this machine only, the demonstration's sign-ins below it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = demonstration_sign_ins() if is_from_here(self.request) else []
        return {**super().get_context_data(**kwargs), "demonstration": shown}


def demonstration_sign_ins() -> list[dict[str, str]]:
    """Role in words, sign-in name and password of each demonstration account."""
    passwords = read_passwords()
    if not passwords:
        return []
    by_name = {account.email: account for account in queries.demonstration_accounts()}
    return [
        {"role": role_name(role), "login": login, "password": passwords[str(role)]}
        for role in Role
        if (login := actions.sign_in_name_of(role)) in by_name and str(role) in passwords
    ]


sign_in = everyone(SignInView.as_view())
sign_out = everyone(allauth.logout)
confirm_password = signed_in(allauth.reauthenticate)
change_password = signed_in(allauth.password_change)
set_password = signed_in(allauth.password_set)
closed = everyone(allauth.account_inactive)
forgotten = everyone(TemplateView.as_view(template_name="people/forgotten.html"))


def limited(action: str) -> Any:
    """Refuse floods of tries from one address: settings.ACCOUNT_RATE_LIMITS[action]."""

    def guard(view: View) -> View:
        @wraps(view)
        def limiting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not ratelimit.consume(request, action=action):
                raise Problems.too_many_tries()
            return view(request, *args, **kwargs)

        return limiting

    return guard


def let_in(request: HttpRequest, account: Account, *, method: str) -> None:
    """Sign this account in; `method` password says that she has just given hers."""
    login(request, account, backend=BACKEND)
    record_authentication(request, account, method=method)


@signed_in
def home(request: Request) -> HttpResponseBase:
    """Where signing in leads: to the one page on which her work begins, else to the choice among them."""
    if not request.user.has_usable_password():
        return redirect("account_set_password")
    begins = {(row.edition.slug, url) for row, url in _own_roles(request.user) if url}
    if len(begins) != 1:
        return redirect("people:me")
    request.session[CHOSEN_EDITION], url = begins.pop()
    return redirect(url)


@signed_in
def work_in(request: Request, of: str) -> HttpResponseBase:
    """From here on her pages are of this campaign, until she chooses another; leads to where her work begins there."""
    urls = [url for row, url in _own_roles(request.user) if row.edition.slug == of]
    if not urls:
        return redirect("people:me")
    request.session[CHOSEN_EDITION] = of
    return redirect(next(filter(None, urls), "people:me"))


@signed_in
@never_cache
def me(request: Request) -> HttpResponseBase:
    """Her account: what she may do and where it begins, her language, her password."""
    own = _own_roles(request.user)
    several = len({row.edition.pk for row, _ in own}) > 1
    roles = [
        {
            "membership": row,
            "name": role_name(row.role),
            "url": url and (reverse("people:work_in", args=[row.edition.slug]) if several else url),
            "may_invite": Role(row.role) in rules.BRINGS_IN,
        }
        for row, url in own
    ]
    form = LanguageForm(initial={"language": request.user.language})
    context = {"roles": roles, "form": form, "stands_in": approvals.stands_in(request.user)}
    return render(request, "people/me.html", context)


def _own_roles(account: Account) -> list[tuple[Membership, str]]:
    """Her memberships, each with the page on which it begins, "" where it has none."""
    rows = queries.own_memberships(account)
    if account.waits_for_consent:
        return [(row, "") for row in rows]
    return [(row, people.landings.get(Role(row.role), lambda slug: "")(row.edition.slug)) for row in rows]


@signed_in
@require_POST
def change_language(request: Request) -> HttpResponseBase:
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return redirect("people:me")
    actions.set_language(request.user, form.cleaned_data["language"])
    return redirect(_in_language(form.cleaned_data["language"], "people:me"))


def _in_language(language: str, name: str) -> str:
    with override(language):
        return reverse(name)


@signed_in
@confirmed(minutes=15)
def leave(request: Request) -> HttpResponseBase:
    """Erase herself, after being told what stays."""
    if request.method != "POST" or "is_sure" not in request.POST:
        return render(request, "people/leave.html")
    actions.empty_account(request.user, by=request.actor, why="asked for it")
    logout(request)
    messages.success(request, gettext("Your account is empty. What you reported stays, as numbers."))
    return redirect("account_login")


@everyone
@never_cache
@sensitive_post_parameters("password")
@limited("join")
def join(request: Request, token: str) -> HttpResponseBase:
    """The page behind an invitation's link or QR code."""
    invitation = queries.invitation_by(token)
    if request.user.is_authenticated:
        return _join_with_account(request, token, invitation)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = actions.accept_invitation(token, form.joining())
        except ProblemRaised as problem:
            if problem.code != "people.taken":
                raise
            form.add_error("sign_in_name", f"{problem.sentence} {problem.remedy}")
        else:
            let_in(request, account, method="password")
            language = (
                account.language if account.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
            )
            return HttpResponseRedirect(_in_language(language, "people:home"))
    return render(request, "people/join.html", {"form": form, **_invited(invitation)})


def _join_with_account(request: Request, token: str, invitation: Invitation) -> HttpResponseBase:
    if request.method != "POST":
        return render(
            request, "people/join_with_account.html", {"account": request.user, **_invited(invitation)}
        )
    actions.join_by_invitation(token, request.user)
    return redirect("people:home")


def _invited(invitation: Invitation) -> dict[str, Any]:
    return {"invitation": invitation, "role": role_name(invitation.role), "duty": role_duty(invitation.role)}


@everyone
@never_cache
@limited("card")
def type_code(request: Request) -> HttpResponseBase:
    """For whoever has a card and no camera: the short code opens as the QR code does."""
    form = CardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _come_in_by_card(request, form.cleaned_data["code"])
    return render(request, "people/type_code.html", {"form": form})


@everyone
@never_cache
@limited("card")
def use_card(request: Request, token: str) -> HttpResponseBase:
    """The page behind a card's QR code. Looking at it uses nothing up: messengers look at every link they carry."""
    if request.method == "POST":
        return _come_in_by_card(request, token)
    return render(request, "people/use_card.html", {"holder": queries.card_by(token).account})


def _come_in_by_card(request: Request, secret: str) -> HttpResponseBase:
    account = actions.use_card(secret)
    let_in(request, account, method="card")
    messages.success(
        request, gettext("You are signed in. Choose a new password now: the card does not open twice.")
    )
    return redirect("account_set_password")
