"""The front between a client of any pace and Django: whole bodies, pieces, clients that go, work that breaks off."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from jarchy.project import bridge, front


@dataclass
class Client:
    """Sends what it has, keeps what it gets, goes away after `gone_after` pieces of the answer."""

    body: list[bytes] = field(default_factory=lambda: [b""])
    gone_after: int | None = None
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    got: list[bytes] = field(default_factory=list)
    is_whole: bool = False

    def __post_init__(self) -> None:
        self.gone = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        if self.body:
            chunk = self.body.pop(0)
            return {"type": "http.request", "body": chunk, "more_body": bool(self.body)}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            return
        self.got.append(message["body"])
        self.is_whole = not message["more_body"]
        if self.gone_after is not None and len(self.got) >= self.gone_after:
            self.gone.set()
            await asyncio.sleep(0)

    @property
    def text(self) -> bytes:
        return b"".join(self.got)


def scope_of(path: str, *, method: str = "GET", query: str = "", **headers: str) -> dict[str, Any]:
    return {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        "client": ("203.0.113.9", 1), "server": ("localhost", 80), "scheme": "http",
    }  # fmt: skip


def ask(pages: Callable[..., Any], scope: dict[str, Any], **client: Any) -> Client:
    async def once() -> Client:
        one = Client(**client)
        await bridge.Bridge(pages).answer(scope, one.receive, one.send)
        return one

    return asyncio.run(once())


def fetch(scope: dict[str, Any]) -> Client:
    async def once() -> Client:
        one = Client()
        await front.app(scope, one.receive, one.send)
        return one

    return asyncio.run(once())


def pages_of(make: Callable[[dict[str, Any]], Any]) -> Callable[..., Any]:
    """A WSGI application that answers with what `make` makes of the environ."""

    def pages(environ: dict[str, Any], start: Callable[..., None]) -> Any:
        response = make(environ)
        start(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return response

    return pages


def echo(environ: dict[str, Any]) -> HttpResponse:
    return HttpResponse(str(len(environ["wsgi.input"].read())))


def test_a_large_body_in_pieces_arrives_whole():
    client = ask(pages_of(echo), scope_of("/", method="POST"), body=[b"x" * 700_000] * 4)
    assert (client.status, client.text) == (200, b"2800000")


def test_a_body_over_the_limit_is_refused_whether_it_says_so_or_not(settings):
    settings.LARGEST_BODY = 1_000_000
    said = ask(pages_of(echo), scope_of("/", method="POST", content_length="1000001"))
    silent = ask(pages_of(echo), scope_of("/", method="POST"), body=[b"x" * 600_000] * 2)
    assert said.status == silent.status == 413
    assert b"1 MB" in said.text


def test_what_is_made_piece_by_piece_arrives_whole():
    pieces = [b"row %d\n" % n for n in range(1000)]
    client = ask(pages_of(lambda _: StreamingHttpResponse(pieces)), scope_of("/"))
    assert client.is_whole
    assert client.text == b"".join(pieces)


def test_a_table_that_breaks_off_never_looks_whole():
    def rows() -> Iterable[bytes]:
        yield b"first half"
        raise RuntimeError("the second half")

    client = ask(pages_of(lambda _: StreamingHttpResponse(rows())), scope_of("/"))
    assert not client.is_whole


def test_nobody_makes_the_rest_for_a_client_that_has_gone():
    made, asked = [], threading.Event()

    def rows() -> Iterable[bytes]:
        for number in range(10_000):
            made.append(number)
            yield b"x" * 70_000
            asked.wait(0.01)

    ask(pages_of(lambda _: StreamingHttpResponse(rows())), scope_of("/"), gone_after=1)
    assert len(made) < 100


def test_head_gets_no_body_and_nothing_is_streamed():
    made = []
    client = ask(
        pages_of(lambda _: StreamingHttpResponse(iter(made.append, 1))), scope_of("/", method="HEAD")
    )
    assert (client.status, client.text, made) == (200, b"", [])


def test_a_break_outside_django_is_a_sentence():
    def broken(_environ: dict[str, Any], _start: object) -> None:
        raise RuntimeError

    client = ask(broken, scope_of("/"))
    assert client.status == 500
    assert b"on our side" in client.text


def test_too_many_at_once_are_told_to_come_again(monkeypatch):
    monkeypatch.setattr(bridge, "WAITING", 0)
    assert ask(pages_of(echo), scope_of("/")).status == 503


SHEET = "/static/foundation/look.css"


def test_a_style_sheet_is_kept_for_ever_under_the_hash_that_pages_name():
    from django.templatetags.static import static  # noqa: PLC0415  needs the settings

    path, _, query = static("foundation/look.css").partition("?")
    named, plain = fetch(scope_of(path, query=query)), fetch(scope_of(path))
    assert "immutable" in named.headers["cache-control"]
    assert "no-cache" in plain.headers["cache-control"]
    assert named.text == plain.text != b""


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_a_style_sheet_travels_packed_where_the_reader_unpacks_it(coding):
    packed, plain = fetch(scope_of(SHEET, accept_encoding=coding)), fetch(scope_of(SHEET))
    assert packed.headers["content-encoding"] == coding
    assert len(packed.text) < len(plain.text) / 2
    assert "content-encoding" not in fetch(scope_of(SHEET, accept_encoding=f"{coding};q=0")).headers


def test_a_style_sheet_that_the_reader_has_is_not_sent_again():
    etag = fetch(scope_of(SHEET)).headers["etag"]
    again = fetch(scope_of(SHEET, if_none_match=f'"other", {etag}'))
    assert (again.status, again.text) == (304, b"")


def test_head_of_a_file_names_its_length_alone():
    head = fetch(scope_of(SHEET, method="HEAD"))
    assert head.text == b""
    assert int(head.headers["content-length"]) == len(fetch(scope_of(SHEET)).text)


@pytest.mark.parametrize("path", ["/static/../settings.py", "/static/", "/static/foundation/none.css"])
def test_what_is_no_static_file_is_not_found(path):
    assert fetch(scope_of(path)).status == 404


def test_files_cannot_be_written():
    assert fetch(scope_of(SHEET, method="POST")).status == 405
