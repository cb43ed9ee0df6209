"""Carries a request over to Django in a thread and its answer back, whatever the pace of the client.

A slow client holds no thread: what it sends is read whole first, into a file when it is large, and what it fetches
is made as fast as Django can into a file from which it is sent.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

import structlog
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from jarchy.project.environ import environ_of

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

THREADS = 4  # measured: with more, the slowest one in a hundred waits ten times as long
WAITING = 256  # requests that wait for a thread; the next one is told to come again
IN_MEMORY = 1024 * 1024  # bytes of a body before it goes into a file
CHUNK = 64 * 1024
SILENCE = 120  # seconds without a byte from the client, or taken by it

log = structlog.get_logger("jarchy.access")


class Refused(Exception):
    """The request is answered by the front itself."""

    def __init__(self, status: int, sentence: str):
        self.status, self.sentence = status, sentence
        super().__init__(sentence)


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class Pages(WSGIHandler):
    """Django, noting for the log which route was taken: a path may hold the token of an invitation, a route never."""

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        response = super().get_response(request)
        match = request.resolver_match
        request.META["jarchy.route"] = match.route if match else "-"
        return response


class Bridge:
    """One in a process: the threads in which Django works."""

    def __init__(self, pages: Callable[..., Any] | None = None):
        self.pages = pages or Pages()
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="page")
        self.waiting = 0

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; every way it can end is logged once, without its path, query or body."""
        began = time.monotonic()
        status, sent, route = 0, 0, "-"
        try:
            with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as body:
                length = await read_body(scope, receive, cast(BinaryIO, body))
                environ = environ_of(scope, cast(BinaryIO, body), length, proxies=settings.PROXIES)
                exchange = Exchange(asyncio.get_running_loop(), is_head=scope["method"] == "HEAD")
                working = self._start(exchange, environ)
                try:
                    status, sent = await exchange.send_all(receive, send)
                finally:
                    await working  # it reads the body, which is closed below
                    route = environ.get("jarchy.route", "-")
        except Refused as refused:
            status = refused.status
            await say(send, refused.status, refused.sentence)
        except (ClientGone, TimeoutError):
            status = status or 499
        finally:
            milliseconds = round((time.monotonic() - began) * 1000)
            log.info(
                "request", method=scope["method"], route=route, status=status, bytes=sent, ms=milliseconds
            )

    async def run(self, function: Callable[[], Any]) -> Any:
        """Something short in one of the threads."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, function)

    def _start(self, exchange: Exchange, environ: dict[str, Any]) -> Awaitable[None]:
        if self.waiting >= WAITING:
            raise Refused(503, "Too many requests at once. Try again in a few seconds.")
        self.waiting += 1
        working = asyncio.get_running_loop().run_in_executor(self.threads, exchange.work, self.pages, environ)
        working.add_done_callback(self._ended)
        return working

    def _ended(self, _working: object) -> None:
        self.waiting -= 1


@dataclass
class Exchange:
    """One answer on its way: a thread makes it (`work`), the event loop sends it (`send_all`)."""

    loop: asyncio.AbstractEventLoop
    is_head: bool

    def __post_init__(self) -> None:
        self.more = asyncio.Event()
        self.start: tuple[int, Headers] | None = None
        self.whole: bytes | None = None  # of an answer that is made at once
        self.file: BinaryIO | None = None  # of one that comes piece by piece
        self.made = 0
        self.is_done = False
        self.is_gone = False
        self.fault: BaseException | None = None

    # In the thread

    def work(self, pages: Callable[..., Any], environ: dict[str, Any]) -> None:
        """Let Django answer. Whatever happens, the loop is told that the work is over."""
        if self.is_gone:  # while it waited for a thread; who is still there will send it again
            return self._finish()
        try:
            response = pages(environ, self._begin)
            try:
                if self.is_head:
                    self.whole = b""
                elif getattr(response, "streaming", True):
                    self._make_file(response)
                else:
                    self.whole = bytes(response.content)
            finally:
                response.close()
        except BaseException as fault:
            self.fault = fault
            structlog.get_logger("jarchy.front").exception("request failed outside Django")
        finally:
            self._finish()

    def _finish(self) -> None:
        self.is_done = True
        self._tell()

    def _begin(self, status: str, headers: Iterable[tuple[str, str]], _fault: Any = None) -> None:
        named = [(name.lower().encode("latin-1"), str(value).encode("latin-1")) for name, value in headers]
        self.start = (int(status.split(" ", 1)[0]), named)

    def _make_file(self, response: Iterable[bytes]) -> None:
        with tempfile.TemporaryFile() as file:
            # The loop reads by position from a copy of its own, while this one is being written.
            self.file = os.fdopen(os.dup(file.fileno()), "rb", buffering=0)
            for chunk in response:
                if self.is_gone:
                    return
                written = 0
                while written < len(chunk):
                    written += os.pwrite(file.fileno(), chunk[written:], self.made + written)
                self.made += written
                self._tell()

    def _tell(self) -> None:
        self.loop.call_soon_threadsafe(self.more.set)

    # In the loop

    async def send_all(self, receive: Receive, send: Send) -> tuple[int, int]:
        """Send what is made as it is made; its status and the number of bytes. Raises ClientGone, TimeoutError."""
        watching = asyncio.ensure_future(self._watch(receive))
        try:
            while not (self.is_done or self.file):
                await self._wait()
            if self.start is None or (self.fault and self.file is None):
                await say(send, 500, "This went wrong on our side, and the people who run Jarchy were told.")
                return 500, 0
            return await self._send(send)
        finally:
            watching.cancel()
            if self.file:
                self.is_gone = True
                self.file.close()

    async def _send(self, send: Send) -> tuple[int, int]:
        status, headers = self.start or (500, [])
        is_bare = self.is_head or status in (204, 304)
        if (
            self.whole is not None
            and not is_bare
            and not any(name == b"content-length" for name, _ in headers)
        ):
            headers.append((b"content-length", str(len(self.whole)).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        if is_bare:
            await self._body(send, b"", more=False)
            return status, 0
        if self.whole is not None:
            await self._body(send, self.whole, more=False)
            return status, len(self.whole)
        return status, await self._send_file(send)

    async def _send_file(self, send: Send) -> int:
        sent = 0
        assert self.file
        while True:
            chunk = os.pread(self.file.fileno(), CHUNK, sent)
            if chunk:
                await self._body(send, chunk, more=True)
                sent += len(chunk)
            elif self.is_done and sent >= self.made:
                break
            else:
                await self._wait()
        if self.fault:
            raise ClientGone  # cut off without its end, so that nobody takes half a table for the whole
        await self._body(send, b"", more=False)
        return sent

    async def _body(self, send: Send, chunk: bytes, *, more: bool) -> None:
        if self.is_gone:
            raise ClientGone
        await asyncio.wait_for(
            send({"type": "http.response.body", "body": chunk, "more_body": more}), SILENCE
        )

    async def _wait(self) -> None:
        await self.more.wait()
        self.more.clear()

    async def _watch(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self.is_gone = True


async def say(send: Send, status: int, sentence: str, *, headers: Headers | None = None) -> None:
    """A short answer of the front itself, in plain words."""
    body = f"{sentence}\n".encode()
    plain = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*plain, *(headers or [])]})
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def read_body(scope: Scope, receive: Receive, body: BinaryIO) -> int:
    """Read the whole body; its length in bytes. Raises Refused, ClientGone."""
    most = settings.LARGEST_BODY
    too_large = Refused(413, f"This is larger than {most // 1_000_000} MB. Send less at once.")
    said = dict(scope["headers"]).get(b"content-length", b"0")
    if said.isdigit() and int(said) > most:
        raise too_large
    length = 0
    while True:
        try:
            message = await asyncio.wait_for(receive(), SILENCE)
        except TimeoutError:
            raise Refused(408, "Nothing came for two minutes. Send it again when the network is back.")
        if message["type"] == "http.disconnect":
            raise ClientGone
        chunk = message.get("body", b"")
        length += len(chunk)
        if length > most:
            raise too_large
        body.write(chunk)
        if not message.get("more_body"):
            body.seek(0)
            return length
