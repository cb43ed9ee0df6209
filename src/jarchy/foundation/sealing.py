"""Sealing with the installation's keys. Both lie in JARCHY_HOME/keys, are carried by `backup` and never changed."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class SealBroken(Exception):
    """These bytes were not sealed with this installation's key, or were changed since."""


def seal(data: bytes) -> bytes:
    """The bytes encrypted and signed (Fernet: AES-128-CBC, HMAC-SHA256). Equal bytes give another seal each time."""
    return _box(settings.SEAL_KEY).encrypt(data)


def unseal(sealed: bytes) -> bytes:
    """What was sealed. Raises SealBroken with another key or changed bytes."""
    try:
        return _box(settings.SEAL_KEY).decrypt(bytes(sealed))
    except InvalidToken as fault:
        raise SealBroken(
            "These bytes were not sealed with the key in JARCHY_HOME/keys. "
            "Restore the keys that belong to this database."
        ) from fault


def keyed_hash(data: bytes) -> str:
    """HMAC-SHA256 (64 hex digits) with a key of its own: equal for equal bytes, and nobody without the key can try
    the ten million telephone numbers of a country against it."""
    return hmac.new(settings.HMAC_KEY.encode(), data, hashlib.sha256).hexdigest()


@lru_cache(maxsize=4)
def _box(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))
