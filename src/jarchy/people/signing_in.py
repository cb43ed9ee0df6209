"""How allauth and axes meet our accounts: e-mail or phone as one name, no sign-up, tries counted by a hash."""

from __future__ import annotations

import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor
from jarchy.foundation.pages import problem_page
from jarchy.foundation.sealing import keyed_hash
from jarchy.people import rules
from jarchy.people.models import Account
from jarchy.people.problems import Problems


class SignInBackend(AuthenticationBackend):
    """Passwords of accounts that may sign in here; demonstration accounts only from this machine at its own address."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Account | None:
        found = super().authenticate(request, **credentials)
        if not isinstance(found, Account) or (found.is_demonstration and not is_from_here(request)):
            return None
        return found

    def get_user(self, user_id: int) -> Account | None:
        """Asked at each request: the session of an emptied account is nobody's, nor a demonstration's elsewhere."""
        found = super().get_user(user_id)
        if not isinstance(found, Account) or (found.is_demonstration and not settings.IS_LOOPBACK):
            return None
        return found


def is_from_here(request: HttpRequest | None) -> bool:
    """Whether the address of the installation and the one who asks are both this machine: around a container it asks
    from the container's gateway. Another machine keeps its own address on the way in.
    """
    try:
        asker = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "") if request else "")
    except ValueError:
        return False
    return settings.IS_LOOPBACK and (asker.is_loopback or str(asker) == settings.CONTAINER_GATEWAY)


class Adapter(DefaultAccountAdapter):
    """Only what signing in, out and a new password need; whatever sends a message waits for channels."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:home")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:home")

    def get_user_by_phone(self, phone: str) -> Account | None:
        return Account.objects.filter(phone=phone).first()

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        return (user.phone, False) if user.phone else None

    def set_password(self, user: Any, password: str) -> None:
        """A new password, by its owner."""
        super().set_password(user, password)
        audit.note("password changed", kind="account", key=user.pk, by=Actor(account=user.pk))

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Whether this is her password: counted as a try like any other."""
        name = {"email": user.email} if user.email else {"phone": user.phone}
        return self.authenticate(context.request, password=password, **name) == user

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is mailed until there are channels."""


def tried_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """What axes counts wrong passwords by: a keyed hash of the name, so that its table holds nobody's address."""
    said = credentials or {}
    name = said.get("email") or said.get("phone") or said.get("username") or request.POST.get("login", "")
    email, phone = rules.sign_in_name(str(name), settings.PHONE_REGION)
    return keyed_hash((email or phone or str(name)).encode())


def locked_out(
    request: HttpRequest, original: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """The page after too many wrong passwords."""
    return problem_page(request, Problems.locked_out())
