"""How a phone says who it is: Basic and Digest (MD5, qop=auth) by the password that follows from its number.

No database and no memory: what is asked of the phone (the nonce) is a moment with our signature on it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from urllib.request import parse_http_list

from jarchy.people.devices import NUMBER, password_of, signature

REALM = "Jarchy"
NONCE_SECONDS = 600  # then the phone is asked anew, without its owner noticing


@dataclass(frozen=True)
class SignedIn:
    """The number of the phone, or None; `is_stale`: right but for a moment that is over, to be asked anew."""

    number: str | None
    is_stale: bool = False


NOT_SIGNED_IN = SignedIn(None)


def challenges(*, now: float, is_https: bool, is_stale: bool = False) -> list[str]:
    """Values of WWW-Authenticate. Basic is offered where nobody listens on the way; Collect would not use it else."""
    moment = f"{int(now):x}"
    digest = (
        f'Digest realm="{REALM}", qop="auth", algorithm=MD5, nonce="{moment}.{signature("nonce", moment)}"'
        f"{', stale=true' if is_stale else ''}"
    )
    return [digest, f'Basic realm="{REALM}", charset="UTF-8"'] if is_https else [digest]


def signed_in(authorization: str, *, method: str, target: str, now: float) -> SignedIn:
    """Who says so in this header; `target` is the path with its query, as it was asked for."""
    scheme, _, rest = authorization.strip().partition(" ")
    if scheme.lower() == "basic":
        return _by_basic(rest)
    if scheme.lower() == "digest":
        return _by_digest(rest, method=method, target=target, now=now)
    return NOT_SIGNED_IN


def _by_basic(rest: str) -> SignedIn:
    try:
        number, _, password = base64.b64decode(rest.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return NOT_SIGNED_IN
    number = number.strip().lower()
    is_right = _is_number(number) and hmac.compare_digest(
        password_of(number).encode(), password.strip().encode()
    )
    return SignedIn(number) if is_right else NOT_SIGNED_IN


def _by_digest(rest: str, *, method: str, target: str, now: float) -> SignedIn:
    said = _parameters(rest)
    number = said.get("username", "")
    if not _is_number(number) or said.get("qop") != "auth" or said.get("uri") != target:
        return NOT_SIGNED_IN
    if said.get("algorithm", "MD5").upper() != "MD5" or said.get("realm") != REALM:
        return NOT_SIGNED_IN
    password = _md5(number, REALM, password_of(number))
    parts = (said.get("nonce", ""), said.get("nc", ""), said.get("cnonce", ""), "auth")
    right = _md5(password, *parts, _md5(method, target))
    if not hmac.compare_digest(right.encode(), said.get("response", "").lower().encode()):
        return NOT_SIGNED_IN
    moment, _, signed = parts[0].partition(".")
    if not hmac.compare_digest(signature("nonce", moment).encode(), signed.encode()):
        return NOT_SIGNED_IN
    is_stale = not 0 <= now - int(moment, 16) <= NONCE_SECONDS
    return SignedIn(None, is_stale=True) if is_stale else SignedIn(number)


def _is_number(text: str) -> bool:
    return NUMBER.fullmatch(text) is not None


def _parameters(text: str) -> dict[str, str]:
    found = {}
    for part in parse_http_list(text):
        name, _, value = part.partition("=")
        found[name.strip().lower()] = value.strip().strip('"')
    return found


def _md5(*parts: str) -> str:
    return hashlib.md5(":".join(parts).encode(), usedforsecurity=False).hexdigest()
