"""Photographs made safe to keep: what the camera wrote into them is gone, and nobody's upload is served as
it came.

A picture taken on a telephone carries the place, the moment and the device. We decode it, turn it as it was
held, make it smaller and write a new file from the bare pixels.
"""

from __future__ import annotations

import hashlib
import struct
import warnings
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from PIL import Image, ImageOps

MEDIA_TYPE = "image/jpeg"
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
# What Pillow raises when a file is cut short or its head lies.
_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, OverflowError, struct.error)
# A JPEG is made smaller while it is unpacked; the others lie in memory whole, several times: 50 million pixels of a
# WebP file of 90 kB would take 800 MB.
_MOST_UNPACKED = 20_000_000
_HASH_SIDE = 8
_BITS = _HASH_SIDE * _HASH_SIDE


class PhotoProblem(StrEnum):
    """Why a picture is refused."""

    EMPTY = "photo-empty"
    TOO_HEAVY = "photo-too-heavy"
    NOT_A_PICTURE = "photo-not-a-picture"
    TOO_LARGE = "photo-too-large"
    DAMAGED = "photo-damaged"


class PhotoError(ValueError):
    """A picture that we do not keep; `code` says why, and the room that asked says it in words."""

    def __init__(self, code: PhotoProblem) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A JPEG file without a word of metadata, its size in pixels, its `dhash` and its SHA-256
    (hexadecimal)."""

    content: bytes
    width: int
    height: int
    perceptual_hash: int
    sha256: str


def clean_photo(
    data: bytes, *, longest_side: int = 1600, max_pixels: int = 50_000_000, max_bytes: int = 30_000_000
) -> CleanPhoto:
    """Decode, turn upright, make smaller and write anew; the same picture always gives the same file.

    Raises PhotoError: empty, heavier than max_bytes, not a picture of a kind that we read (HEIC is none),
    more pixels than max_pixels (told from its head, before a pixel is unpacked), or cut short.
    """
    if not data:
        raise PhotoError(PhotoProblem.EMPTY)
    if len(data) > max_bytes:
        raise PhotoError(PhotoProblem.TOO_HEAVY)
    bare = _decoded(data, longest_side=longest_side, max_pixels=max_pixels)
    written = BytesIO()
    bare.save(written, "JPEG", quality=82, optimize=True, progressive=True)
    content = written.getvalue()
    return CleanPhoto(content, bare.width, bare.height, dhash(bare), hashlib.sha256(content).hexdigest())


def _decoded(data: bytes, *, longest_side: int, max_pixels: int) -> Image.Image:
    """The first frame, made smaller, upright, RGB on white, carrying nothing but pixels."""
    picture = _opened(data)
    most = max_pixels if picture.format == "JPEG" else min(max_pixels, _MOST_UNPACKED)
    if picture.width * picture.height > most:
        raise PhotoError(PhotoProblem.TOO_LARGE)
    try:
        if picture.mode in ("1", "P"):
            picture = picture.convert("RGBA")
        # Smaller first: 50 million pixels in three copies would need more memory than a small server has.
        picture.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except _DAMAGE:
        raise PhotoError(PhotoProblem.DAMAGED) from None
    # Pasted on a new ground: Pillow would write a comment or a profile found in the old one into the new
    # file.
    bare = Image.new("RGB", upright.size, "white")
    bare.paste(upright, mask=upright)
    return bare


def _opened(data: bytes) -> Image.Image:
    with warnings.catch_warnings():
        # Pillow warns of many pixels before we can look; the limit that counts is ours.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            return Image.open(BytesIO(data), formats=_FORMATS)
        except Image.DecompressionBombError:
            raise PhotoError(PhotoProblem.TOO_LARGE) from None
        except (OSError, SyntaxError, ValueError):
            raise PhotoError(PhotoProblem.NOT_A_PICTURE) from None


def dhash(picture: Image.Image) -> int:
    """64 bits, each saying whether a spot is brighter than its neighbour: nearly the same for the same
    picture made smaller, saved again or sent through a messenger. Signed, so that it fits a database's
    8-byte integer.

    Source: difference hash as described by N. Krawetz, "Kind of like that" (2013).
    """
    grey = picture.convert("L").resize((_HASH_SIDE + 1, _HASH_SIDE), Image.Resampling.LANCZOS)
    spots = grey.tobytes()
    bits = 0
    for row in range(_HASH_SIDE):
        for column in range(_HASH_SIDE):
            at = row * (_HASH_SIDE + 1) + column
            bits = bits << 1 | (spots[at] > spots[at + 1])
    return bits - (1 << _BITS) if bits >> (_BITS - 1) else bits


def hamming(one: int, other: int) -> int:
    """In how many of the 64 bits two hashes differ; 10 or fewer is most likely the same picture."""
    return ((one ^ other) & ((1 << _BITS) - 1)).bit_count()
