"""digest, base64-decode, extract-signed: bytes behind a text."""

import base64
import binascii
import hashlib
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.functions.table import function
from jarchy.xforms.xpath.program import Gives

_HASHES = {"MD5": "md5", "SHA1": "sha1", "SHA256": "sha256", "SHA384": "sha384", "SHA512": "sha512"}
_SIGNATURE_BYTES = 64
_NO_BASE64 = re.compile(r"[^A-Za-z0-9+/=]")


@function("digest", "text text text?", Gives.TEXT)
def digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    """MD5, SHA-1, SHA-256, SHA-384 or SHA-512 of the UTF-8 text, as base64 or hex."""
    name = _HASHES.get(algorithm.upper().replace("-", ""))
    if name is None or encoding.lower() not in ("base64", "hex"):
        raise XPathError(f"digest() knows no {algorithm} as {encoding}")
    hashed = hashlib.new(name, _bytes(text), usedforsecurity=False)
    return hashed.hexdigest() if encoding.lower() == "hex" else base64.b64encode(hashed.digest()).decode()


def _bytes(text: str) -> bytes:
    # A half of a surrogate pair can stand in a Python text, never in a document.
    return text.encode(errors="replace")


@function("base64-decode", "text", Gives.TEXT)
def base64_decode(text: str) -> str:
    """The UTF-8 text meant; empty where it is no base64."""
    return _decoded(text).decode("utf-8", errors="replace")


def _decoded(text: str) -> bytes:
    """What cannot be base64 (line ends, spaces) is passed over; a broken length gives nothing: as JavaRosa has it."""
    try:
        return base64.b64decode(_NO_BASE64.sub("", text), validate=True)
    except binascii.Error:
        return b""


@function("extract-signed", "text text", Gives.TEXT)
def extract_signed(contents: str, public_key: str) -> str:
    """The message in base64 `contents`, which begin with its Ed25519 signature of 64 bytes; empty unless whoever has
    the key of `public_key` (base64) signed it."""
    signed, key = _decoded(contents), _decoded(public_key)
    signature, message = signed[:_SIGNATURE_BYTES], signed[_SIGNATURE_BYTES:]
    try:
        Ed25519PublicKey.from_public_bytes(key[:32]).verify(signature, message)
    except (InvalidSignature, ValueError):
        return ""
    return message.decode("utf-8", errors="replace")
