"""What a phone signs in with, worked out from its number and the installation's key: no database is asked.

number     eight letters and digits by chance, never given again; also the user name
token      the number and our signature on it: stands in the address, <origin>/openrosa/key/TOKEN
password   of Basic and Digest, where a program knows no token

Whoever has the database alone can make none of them; whether a phone was taken back, the database says.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
import secrets
import zlib

from django.conf import settings

from jarchy.people.rules import PASSWORD_LETTERS

NUMBER = re.compile(r"[a-z2-7]{8}")
_NUMBER_BYTES = 5
_SIGNATURE_BYTES = 16
_TOKEN = re.compile(r"[A-Za-z0-9_-]{28}")
# Collect has no Kyrgyz: whoever reads Kyrgyz gets its buttons in Russian.
_COLLECT_LANGUAGES = {"ky": "ru", "ru": "ru", "en": "en"}


def new_number() -> str:
    """Forty bits of chance: one that was counted up would be given again after an older backup was restored."""
    return base64.b32encode(secrets.token_bytes(_NUMBER_BYTES)).decode().lower()


def token_of(number: str) -> str:
    """28 letters, digits, hyphens and underscores."""
    return base64.urlsafe_b64encode(_bytes_of(number) + _signature("token", number)).decode()


def number_of_token(token: str) -> str | None:
    """The number in a token that bears our signature, else None."""
    if not _TOKEN.fullmatch(token):
        return None
    try:
        number = base64.b32encode(base64.urlsafe_b64decode(token)[:_NUMBER_BYTES]).decode().lower()
    except binascii.Error:
        return None
    return number if hmac.compare_digest(token_of(number), token) else None


def password_of(number: str) -> str:
    """Four groups of four letters and digits, to be copied by hand: 79 bits."""
    value = int.from_bytes(_signature("password", number), "big")
    letters = []
    for _ in range(16):
        value, place = divmod(value, len(PASSWORD_LETTERS))
        letters.append(PASSWORD_LETTERS[place])
    return "-".join("".join(letters[start : start + 4]) for start in range(0, 16, 4))


def signature(purpose: str, text: str) -> str:
    """What we sign for a phone besides, as the moment of a challenge: 32 hex digits."""
    return _signature(purpose, text).hex()


def server_url(origin: str, number: str) -> str:
    """The address that stands in the phone's settings; `origin` as https://campaign.example.org."""
    return f"{origin}/openrosa/key/{token_of(number)}"


def settings_of(address: str, *, name: str, language: str) -> str:
    """What the QR code says: base64 of packed JSON, as Collect and KoboCollect read it.

    `match_exactly`: a form that left the list leaves the phone. Collect wants `admin`, even empty.
    """
    said = {
        "general": {
            "server_url": address,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
            "app_language": _COLLECT_LANGUAGES.get(language, "en"),
        },
        "project": {"name": name[:40]},
        "admin": {},
    }
    packed = zlib.compress(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    return base64.b64encode(packed).decode()


def _bytes_of(number: str) -> bytes:
    return base64.b32decode(number.upper())


def _signature(purpose: str, text: str) -> bytes:
    words = f"{purpose}:{text}".encode()
    return hmac.new(settings.DEVICE_KEY.encode(), words, hashlib.sha256).digest()[:_SIGNATURE_BYTES]
