"""The one port: static files from memory, everything else to Django. A raw ASGI application for granian.

Django's own ASGI handler is five to nine times slower than its WSGI handler in a thread (docs/decisions/), and
granian's static mount sets no headers of ours. Doors that must be faster come here, before Django.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import django
from django.conf import settings
from django.db import OperationalError, close_old_connections, connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jarchy.project.settings")
django.setup(set_prefix=False)

from jarchy.project import statics  # noqa: E402  Django must be set up first
from jarchy.project.bridge import Bridge, Receive, Scope, Send, say  # noqa: E402
from jarchy.project.phones import is_for_phones, phones  # noqa: E402
from jarchy.project.serving import end_with_granian  # noqa: E402

HEALTH = "/healthy"

end_with_granian()  # this module is what granian loads in each of its processes


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """One request."""
    if scope["type"] != "http":
        return
    path = scope["path"]
    if path.startswith(settings.STATIC_URL):
        await send_static(scope, send)
    elif is_for_phones(path):
        await phones().answer(scope, receive, send)
    elif path == HEALTH:
        await send_health(send)
    else:
        await bridge().answer(scope, receive, send)


@cache
def bridge() -> Bridge:
    return Bridge()


@cache
def static_files() -> dict[str, statics.StaticFile]:
    return statics.load()


async def send_static(scope: Scope, send: Send) -> None:
    """A file from memory: in the smallest coding that the reader takes, kept for ever where its hash was asked for."""
    file = static_files().get(scope["path"])
    if file is None:
        await say(send, 404, "There is no such file.")
        return
    if scope["method"] not in ("GET", "HEAD"):
        await say(send, 405, "Files can only be read.", headers=[(b"allow", b"GET, HEAD")])
        return
    asked: dict[bytes, bytes] = dict(scope["headers"])
    coding = file.best(asked.get(b"accept-encoding", b"").decode("latin-1"))
    etag = f'"{file.version}{coding and "-" + coding}"'
    is_versioned = scope.get("query_string", b"") == f"v={file.version}".encode()
    headers = {
        "content-type": file.content_type,
        "etag": etag,
        "vary": "accept-encoding",
        "cache-control": statics.FOR_EVER if is_versioned else statics.ASK_AGAIN,
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
        "cross-origin-resource-policy": "same-origin",
    }
    if coding:
        headers["content-encoding"] = coding
    held = [
        tag.strip().removeprefix("W/")
        for tag in asked.get(b"if-none-match", b"").decode("latin-1").split(",")
    ]
    if etag in held or "*" in held:
        await _send(send, 304, headers, b"")
        return
    body = file.bodies[coding]
    headers["content-length"] = str(len(body))
    await _send(send, 200, headers, b"" if scope["method"] == "HEAD" else body)


async def send_health(send: Send) -> None:
    """200 when the database answers: what a proxy, a container or a person's script asks."""
    is_well = await bridge().run(_database_answers)
    await say(
        send, 200 if is_well else 503, "well" if is_well else "The database does not answer: jarchy doctor"
    )


def _database_answers() -> bool:
    close_old_connections()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return False
    return True


async def _send(send: Send, status: int, headers: dict[str, str], body: bytes) -> None:
    raw: list[tuple[Any, Any]] = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body, "more_body": False})
