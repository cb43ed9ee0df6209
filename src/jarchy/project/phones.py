"""Carries what phones ask and send between the wire and forms.faces.openrosa; their posts are stored in groups."""

from __future__ import annotations

import asyncio
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, BinaryIO, cast
from urllib.parse import parse_qsl

import structlog
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from jarchy.forms.actions import Taken, take_in
from jarchy.forms.faces import openrosa
from jarchy.forms.faces.openrosa import Answer, Asked, Route
from jarchy.forms.parcels import Parcel
from jarchy.forms.problems import Problems
from jarchy.foundation.door import Crowded, GroupCommit
from jarchy.project.bridge import ClientGone, Receive, Refused, Scope, Send, read_body
from jarchy.project.environ import environ_of

THREADS = 4
IN_MEMORY = 256 * 1024  # bytes of a post before it goes into a file without a name
LET_FINISH = 256 * 1024 * 1024  # bytes of what is too large, at most
SILENCE = 30  # seconds
ALWAYS = (
    ("x-openrosa-version", "1.0"),
    ("x-content-type-options", "nosniff"),
)

log = structlog.get_logger("jarchy.access")


def is_for_phones(path: str) -> bool:
    return path == openrosa.BELOW or path.startswith(f"{openrosa.BELOW}/")


class Phones:
    """One in a process: its threads, and the one that stores."""

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="phone")
        self.door: GroupCommit[Parcel, Taken] = GroupCommit(take_in)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. What is logged has no path: it may hold a token."""
        began = time.monotonic()
        route, status = Route("", None), 0
        try:
            asked = asked_of(scope)
            route = openrosa.route_of(asked.path)
            answer = await self._answer(asked, route, scope, receive)
            status = answer.status
            await _send(send, answer, is_head=scope["method"] == "HEAD")
        except (ClientGone, TimeoutError):
            status = status or 499
        finally:
            milliseconds = round((time.monotonic() - began) * 1000)
            name = f"openrosa/{route.name or '-'}"
            log.info("request", method=scope["method"], route=name, status=status, ms=milliseconds)

    async def _answer(self, asked: Asked, route: Route, scope: Scope, receive: Receive) -> Answer:
        try:
            number = openrosa.who(asked, route)
            if isinstance(number, Answer):
                # A phone sends its report before it is asked who it is; cut off in the middle it would not hear it.
                if asked.method == "POST":
                    with tempfile.TemporaryFile() as nowhere:
                        await read_body(scope, receive, cast(BinaryIO, nowhere))
                return number
            if asked.method == "POST" and route.name == "submission":
                return await self._take(asked, route, number, scope, receive)
            if asked.method not in ("GET", "HEAD") or not route.name:
                return openrosa.refusal(Problems.not_for_phones(), language=asked.accept_language[:2])
            return await self._run(openrosa.give, asked, route, number)
        except Refused as refused:
            await _let_it_finish(receive)
            problem = Problems.too_large() if refused.status == 413 else Problems.cut_off()
            return openrosa.refusal(problem, language=asked.accept_language[:2])
        except ClientGone:
            raise
        except Exception:
            structlog.get_logger("jarchy.front").exception("a phone could not be answered")
            return openrosa.refusal(Problems.not_kept(), language=asked.accept_language[:2])

    async def _take(self, asked: Asked, route: Route, number: str, scope: Scope, receive: Receive) -> Answer:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            length = await read_body(scope, receive, cast(BinaryIO, body))
            parcel = await self._run(openrosa.parcel_from, asked, number, body, length)
            if isinstance(parcel, Answer):
                return parcel
            try:
                taken = await asyncio.wrap_future(self.door.put(parcel))
            except Crowded:
                return openrosa.refusal(Problems.crowded(), language=asked.accept_language[:2])
            return openrosa.answer_to(asked, route, parcel, taken)

    async def _run(self, function: Any, *args: Any) -> Any:
        def work() -> Any:
            close_old_connections()
            return function(*args)

        return await asyncio.get_running_loop().run_in_executor(self.threads, work)


@cache
def phones() -> Phones:
    return Phones()


def asked_of(scope: Scope) -> Asked:
    """The request as the face reads it; what a proxy says of scheme and host is believed of our proxies only."""
    environ = environ_of(scope, cast(BinaryIO, None), 0, proxies=settings.PROXIES)
    scheme = environ.get("HTTP_X_FORWARDED_PROTO", environ["wsgi.url_scheme"]).split(",")[0].strip()
    host = environ.get("HTTP_X_FORWARDED_HOST") or environ.get("HTTP_HOST") or environ["SERVER_NAME"]
    raw_path = (scope.get("raw_path") or scope["path"].encode()).split(b"?", 1)[0].decode("latin-1")
    query = environ["QUERY_STRING"]
    return Asked(
        method=scope["method"],
        path=raw_path.removeprefix(openrosa.BELOW),
        target=f"{raw_path}?{query}" if query else raw_path,
        origin=settings.URL if settings.IS_URL_SAID else f"{scheme}://{host}",
        is_https=scheme == "https",
        now=timezone.now(),
        query=dict(parse_qsl(query)),
        authorization=environ.get("HTTP_AUTHORIZATION", ""),
        content_type=environ.get("CONTENT_TYPE", ""),
        if_none_match=environ.get("HTTP_IF_NONE_MATCH", ""),
        accept_language=environ.get("HTTP_ACCEPT_LANGUAGE", ""),
    )


async def _let_it_finish(receive: Receive) -> None:
    """Read on and throw away: a phone that is cut off in the middle of sending would not hear why."""
    thrown = 0
    while thrown < LET_FINISH:
        message = await asyncio.wait_for(receive(), SILENCE)
        thrown += len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return


async def _send(send: Send, answer: Answer, *, is_head: bool) -> None:
    headers = [*ALWAYS, ("x-openrosa-accept-content-length", str(settings.LARGEST_BODY)), *answer.headers]
    is_bare = answer.status in (204, 304)
    if not is_bare:
        headers += [("content-type", answer.content_type), ("content-length", str(len(answer.body)))]
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})
    body = b"" if is_bare or is_head else answer.body
    await send({"type": "http.response.body", "body": body, "more_body": False})
