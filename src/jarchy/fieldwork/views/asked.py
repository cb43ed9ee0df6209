"""What an address or a form asks for, read so that nonsense is nothing rather than a fault."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from jarchy.foundation.narrowing import Role

FIELD = (Role.VOLUNTEER, Role.COORDINATOR, Role.REGIONAL_COORDINATOR)
COORDINATORS = (Role.COORDINATOR, Role.REGIONAL_COORDINATOR)
PLANNERS = (Role.COORDINATOR, Role.REGIONAL_COORDINATOR)
SHEET_PLANNERS = (*PLANNERS, Role.SECRETARIAT)
REVIEWERS = (Role.REVIEWER, Role.SECRETARIAT)
READERS = (Role.REVIEWER, Role.SECRETARIAT, Role.PARTNER)
NUMBER_READERS = (*READERS, Role.PRESS_OFFICER)  # she opens no report: what she reads may be printed tomorrow


def asked_uuids(request: HttpRequest, name: str) -> list[UUID]:
    """The UUIDs that were ticked, each once, in order."""
    found: dict[UUID, None] = {}
    for text in request.POST.getlist(name) or request.GET.getlist(name):
        try:
            found[UUID(text)] = None
        except ValueError:
            continue
    return list(found)


def asked_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def asked_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def back_to(request: HttpRequest, default: str) -> str:
    """Where the form says that it came from, if it is a page of ours."""
    path = request.POST.get("next", "")
    return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, None) else default


def is_key(text: str, *kinds: type) -> bool:
    """Whether a page's key has these parts, as 6_2018-10-05_12."""
    parts = text.split("_")
    readable = {
        int: lambda part: asked_number(part) is not None,
        date: lambda part: asked_day(part) is not None,
    }
    return len(parts) == len(kinds) and all(
        readable[kind](part) for kind, part in zip(kinds, parts, strict=True)
    )


def asked_key(request: HttpRequest, *kinds: type) -> str:
    """The key after which the page begins; "" where none, or a made-up one, is given."""
    text = request.GET.get("after", "")
    return text if is_key(text, *kinds) else ""
