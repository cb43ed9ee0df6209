"""Translations without GNU gettext: what the code and the templates say, what the catalogues have, and .mo files.

Knows no settings and no database: `python -m jarchy.project.translating` compiles while the house is being installed.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.utils.translation.template import templatize

ROOMS = Path(__file__).resolve().parents[1]
LANGUAGES = ("ky", "ru")  # English is what the code itself says
WRONG_LETTERS = "\u04c9\u04ca"  # Ӊ ӊ, which look like Ң ң (U+04A2, U+04A3) and are other letters
PLURALS = {
    "ky": "nplurals=1; plural=0;",  # after a number the noun stays as it is
    "ru": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    ),
}
HEAD = """msgid ""
msgstr ""
"Project-Id-Version: jarchy {room}\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
_plain = {"_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None}
_counted = {"ngettext": (1, 2), "ngettext_lazy": (1, 2)}
_in_context = {"pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2)}
_both = {"npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3)}
KEYWORDS = {**_plain, **_counted, **_in_context, **_both}
_HOLE = re.compile(r"%\((\w+)\)[sd]|\{(\w+)[^{}]*\}|%[sd]")


class Unreadable(Exception):
    """A catalogue breaks the rules of its format; the message names file and line."""


@dataclass(frozen=True, order=True)
class Said:
    """Something that a person sees, as the code says it. context and plural are "" where there is none."""

    text: str
    plural: str = ""
    context: str = ""


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong with one text in one language. code: missing, fuzzy, letter, holes, plural or twice."""

    room: str
    language: str
    code: str
    text: str
    where: str


def rooms(root: Path = ROOMS) -> list[Path]:
    """The folders of rooms, by name."""
    return sorted(path for path in root.iterdir() if (path / "__init__.py").exists())


def said_in(room: Path) -> dict[Said, list[str]]:
    """All that the room's code and templates say, with the places (file:line) where, in no order of importance."""
    found: dict[Said, list[str]] = {}
    for path, source, shift in _sources(room):
        for line, name, words, _comments in extract_python(source, KEYWORDS, [], {"encoding": "utf-8"}):
            said = _said(str(name), words)
            if said:
                found.setdefault(said, []).append(f"{path.relative_to(room.parent)}:{line + shift}")
    return found


def catalogue(room: Path, language: str) -> Catalog:
    """The room's catalogue as written by hand; an empty one where there is none yet."""
    path = po_path(room, language)
    if not path.exists():
        return _new_catalogue(language)
    return _read(path, language)


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        try:
            return read_po(file, locale=language, abort_invalid=True)
        except PoFileError as fault:
            raise Unreadable(f"{path}, line {fault.lineno}: {fault}") from fault


def po_path(room: Path, language: str) -> Path:
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def compile_all(root: Path = ROOMS) -> int:
    """Make django.mo beside every django.po that is newer; how many were made. Fuzzy ones are left out."""
    made = 0
    for path in sorted(root.glob("*/locale/*/LC_MESSAGES/django.po")):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            continue
        read = _read(path, path.parts[-3])
        draft = target.with_name(f".django.mo.{os.getpid()}")
        with draft.open("wb") as out:
            write_mo(out, read, use_fuzzy=False)
        draft.replace(target)
        made += 1
    return made


def faults(root: Path = ROOMS) -> list[Fault]:
    """Everything said without a translation, and every translation that cannot be right; by room and language.

    A text counts as translated in whichever room's catalogue it stands: Django reads all of them as one. Where two
    rooms translate it differently, one of the two is never seen, so that is a fault too.
    """
    found: list[Fault] = []
    said = {room: said_in(room) for room in rooms(root)}
    for language in LANGUAGES:
        books = {room: catalogue(room, language) for room in rooms(root)}
        for room, book in books.items():
            found += _faults_of_book(room.name, language, book)
            found += [fault for one, where in said[room].items()
                      if (fault := _unsaid(room.name, language, one, where, books))]  # fmt: skip
        found += _said_twice(language, books)
    return sorted(found)


def update(root: Path = ROOMS) -> int:
    """Add to each room's catalogues what it says and no room has translated, to be filled in; how many were added."""
    added = 0
    for language in LANGUAGES:
        books = {room: catalogue(room, language) for room in rooms(root)}
        for room, book in books.items():
            new = [one for one in said_in(room) if not any(_message(each, one) for each in books.values())]
            for one in sorted(new):
                book.add((one.text, one.plural) if one.plural else one.text, context=one.context or None)
            if new:
                _write(book, po_path(room, language))
            added += len(new)
    return added


def _sources(room: Path) -> Iterator[tuple[Path, io.BytesIO, int]]:
    """Python as it is; templates as the calls that they come to, one line for each of theirs."""
    for path in sorted(room.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.relative_to(room).parts):
            yield path, io.BytesIO(path.read_bytes()), 0
    for path in sorted([*room.glob("templates/**/*.html"), *room.glob("templates/**/*.txt")]):
        calls = templatize(path.read_text("utf-8"), origin=str(path))
        flat = "\n".join(
            line.lstrip() for line in calls.split("\n")
        )  # an indent would be Python to the reader
        yield path, io.BytesIO(flat.encode()), 0


def _said(name: str, words: Any) -> Said | None:
    """What one call says; `words` is its text, or a list of its texts with None for what is no plain string."""
    texts = tuple(words) if isinstance(words, (list, tuple)) else (words,)
    if not texts or any(text is None for text in texts[: 1 if name in _plain else 2]) or not texts[0]:
        return None  # _(variable) says nothing that can be read here
    plain = [str(text) for text in texts]
    if name in _plain:
        return Said(plain[0])
    if name in _counted:
        return Said(plain[0], plural=plain[1])
    if name in _in_context:
        return Said(plain[1], context=plain[0])
    return Said(plain[1], plural=plain[2], context=plain[0])


def _message(book: Catalog, one: Said) -> Message | None:
    return book.get((one.text, one.plural) if one.plural else one.text, context=one.context or None)


def _unsaid(
    room: str, language: str, one: Said, where: list[str], books: dict[Path, Catalog]
) -> Fault | None:
    held = [message for book in books.values() if (message := _message(book, one))]
    if any(_is_filled(message) and not message.fuzzy for message in held):
        return None
    code = "fuzzy" if any(message.fuzzy for message in held) else "missing"
    return Fault(room, language, code, one.text, where[0])


def _is_filled(message: Message) -> bool:
    """Whether every form of the text is there: one of three plurals missing is a hole in some sentence."""
    forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    return bool(forms) and all(forms)


def _faults_of_book(room: str, language: str, book: Catalog) -> Iterator[Fault]:
    for message in book:
        if not message.id:
            continue
        texts = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
        forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        where = f"{room}/locale/{language}:{message.lineno}"
        if any(set(WRONG_LETTERS) & set(form or "") for form in forms):
            yield Fault(room, language, "letter", texts[0], where)
        wanted = {hole.group(0) for text in texts for hole in _HOLE.finditer(text)}
        for form in filter(None, forms):
            held = {hole.group(0) for hole in _HOLE.finditer(form)}
            if held - wanted or (wanted - held and len(texts) == 1):
                yield Fault(room, language, "holes", texts[0], where)
                break
        if len(texts) > 1 and len(forms) != book.num_plurals:
            yield Fault(room, language, "plural", texts[0], where)


def _said_twice(language: str, books: dict[Path, Catalog]) -> Iterator[Fault]:
    first: dict[tuple[object, object], tuple[str, object]] = {}
    for room, book in books.items():
        for message in book:
            if not message.id or not _is_filled(message):
                continue
            texts = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
            other, string = first.setdefault((message.context, texts[0]), (room.name, message.string))
            if string != message.string:
                yield Fault(room.name, language, "twice", texts[0], f"{other} says “{string}”")


def _new_catalogue(language: str) -> Catalog:
    book = Catalog(locale=language, project="Jarchy", fuzzy=False)
    book.mime_headers = [("Plural-Forms", PLURALS[language])]
    return book


def _write(book: Catalog, path: Path) -> None:
    """Texts without the places where they are said, which would change with every line of code."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".django.po.{os.getpid()}")
    head = HEAD.format(room=path.parts[-5], language=path.parts[-3], plurals=book.plural_forms)
    with draft.open("wb") as out:
        out.write(head.encode())
        write_po(out, book, width=110, omit_header=True, sort_output=False, no_location=True)
    draft.replace(path)


if __name__ == "__main__":
    try:
        compile_all(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOMS)
    except Unreadable as unreadable:
        sys.exit(str(unreadable))
