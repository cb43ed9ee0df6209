"""From the bytes of a file to text: what it is written in, and what parts its columns.

A file in a wrong encoding is still read as far as it goes, so that all of its faults can be shown at once.
"""

import csv
import io
import re
from collections.abc import Iterable

UTF8_BOM = b"\xef\xbb\xbf"
SEPARATORS = (",", ";", "\t")
_SHARE_OF_CYRILLIC = 0.6


def decoded(data: bytes) -> tuple[str, str | None]:
    """The text and, where the bytes are not UTF-8, the name of what they are (never None then).

    A byte order mark of UTF-8 is tolerated and left out. Names given: UTF-16, Windows-1251,
    Latin-1, damaged UTF-8, unknown.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), "UTF-16"
    if _looks_like_utf16(data):
        ending = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        return data.decode(ending, errors="replace"), "UTF-16"
    try:
        return data.removeprefix(UTF8_BOM).decode("utf-8"), None
    except UnicodeDecodeError:
        return _in_another_encoding(data.removeprefix(UTF8_BOM))


def separator_of(first_line: str, known: Iterable[str]) -> str:
    """What parts the columns: whichever of comma, semicolon and tab yields the most known column names."""
    names = set(known)

    def hits(separator: str) -> int:
        return sum(part.strip().strip('"') in names for part in first_line.split(separator))

    return max(SEPARATORS, key=hits)  # the first of equals: a comma


def row_of(text: str, sign: str) -> int:
    """The row (header = 1) in which the sign first stands, as a spreadsheet counts: a quoted text may have lines."""
    before = text[: max(text.find(sign), 0)].replace("\0", "")
    return max(1, sum(1 for _ in csv.reader(io.StringIO(f"{before}-", newline=""))))


def _looks_like_utf16(data: bytes) -> bool:
    """UTF-16 without a mark: every other byte of an ASCII header is zero."""
    head = data[:64]
    return len(head) >= 4 and max(head[::2].count(0), head[1::2].count(0)) * 4 >= len(head)


def _in_another_encoding(data: bytes) -> tuple[str, str]:
    as_utf8 = data.decode("utf-8", errors="replace")
    broken = as_utf8.count("\ufffd")
    whole = sum(ord(character) > 0x7F for character in as_utf8) - broken
    if whole > broken:  # most of it is UTF-8: a few bytes were damaged on the way
        return as_utf8, "damaged UTF-8"
    if _looks_like_latin(data):
        return data.decode("cp1252", errors="replace"), "Latin-1"
    # 0x98 is the one byte that Windows-1251 leaves open.
    as_cyrillic = data.decode("cp1251", errors="replace")
    high = [character for character in as_cyrillic if ord(character) > 0x7F]
    letters = sum(bool(re.match("[А-Яа-яЁё]", character)) for character in high)
    if high and letters / len(high) >= _SHARE_OF_CYRILLIC:
        return as_cyrillic, "Windows-1251"
    return as_utf8, "unknown"


def _looks_like_latin(data: bytes) -> bool:
    """Letters with accents stand among plain ones (Qué, País); those of Cyrillic words stand together."""
    words = re.findall(rb"[A-Za-z\xc0-\xff]*[\xc0-\xff][A-Za-z\xc0-\xff]*", data[:100_000])
    among_plain = sum(bool(re.search(rb"[A-Za-z]", word)) for word in words)
    return bool(words) and among_plain * 2 > len(words)
