"""A phone as Collect is one: asks for the list, gets forms and files, sends reports in one post or several."""

from __future__ import annotations

import asyncio
import http.client
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from lxml import etree

from jarchy.foundation import jobs
from jarchy.project import front
from jarchy.project.tests.test_answer_requests import Client

BOUNDARY = "collect-4711"
LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
# As Collect says the time: by a clock of twelve hours, wrong in the afternoon. Nobody may look at it.
HEADERS = {
    "X-OpenRosa-Version": "1.0",
    "User-Agent": "org.odk.collect.android/v2025.3.3 Dalvik/2.1.0",
    "Date": "Fri, 05 Oct 2018 02:07:11 GMT",
}


@dataclass
class Answered:
    status: int
    headers: dict[str, str]
    body: bytes
    challenges: list[str] = field(default_factory=list)

    @property
    def message(self) -> str:
        root = etree.fromstring(self.body)
        assert root.tag == "{http://openrosa.org/http/response}OpenRosaResponse", self.body
        return root.findtext("{http://openrosa.org/http/response}message") or ""


def multipart(xml: bytes, files: dict[str, bytes] | None = None, *, has_more: bool = False) -> bytes:
    """As okhttp writes it: the XML first, then a part for each file, its name the part's."""
    parts = [("xml_submission_file", "submission.xml", "text/xml", xml)]
    parts += [(name, name, "application/octet-stream", data) for name, data in (files or {}).items()]
    whole = b""
    for name, file, kind, data in parts:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        head += f"Content-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n"
        whole += head.encode() + data + b"\r\n"
    if has_more:
        whole += (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="*isIncomplete*"\r\n\r\nyes\r\n'.encode()
        )
    return whole + f"--{BOUNDARY}--\r\n".encode()


@dataclass
class Phone:
    """`server_url` as it stands in its settings; `address` where a server listens, else the front is called here."""

    server_url: str
    authorization: str = ""
    address: str = ""

    def ask(self, method: str, url: str, body: bytes = b"", **headers: str) -> Answered:
        said = HEADERS | {name.replace("_", "-"): value for name, value in headers.items()}
        if self.authorization:
            said["Authorization"] = self.authorization
        return (
            self._over_http(method, url, body, said) if self.address else self._here(method, url, body, said)
        )

    def get(self, url: str, **headers: str) -> Answered:
        return self.ask("GET", url, **headers)

    def form_list(self, query: str = "deviceID=collect%3Aabc") -> Answered:
        return self.get(f"{self.server_url}/formList?{query}")

    def forms(self, **query: str) -> list[dict[str, str]]:
        answer = self.form_list("&".join(f"{name}={value}" for name, value in query.items()))
        assert answer.status == 200 and answer.headers["x-openrosa-version"] == "1.0", answer
        assert "text/xml" in answer.headers["content-type"]
        root = etree.fromstring(answer.body)
        assert root.tag == f"{LIST}xforms"
        return [{etree.QName(one).localname: one.text or "" for one in form} for form in root]

    def media(self, manifest_url: str) -> list[dict[str, str]]:
        root = etree.fromstring(self.get(manifest_url).body)
        assert root.tag == f"{MANIFEST}manifest"
        return [{etree.QName(one).localname: one.text or "" for one in file} for file in root]

    def head(self) -> Answered:
        return self.ask("HEAD", f"{self.server_url}/submission?deviceID=collect%3Aabc")

    def send(self, xml: bytes, files: dict[str, bytes] | None = None, *, has_more: bool = False) -> Answered:
        return self.post(multipart(xml, files, has_more=has_more))

    def post(self, body: bytes, content_type: str = f"multipart/form-data; boundary={BOUNDARY}") -> Answered:
        url = f"{self.server_url}/submission?deviceID=collect%3Aabc"
        return self.ask("POST", url, body, Content_Type=content_type)

    def _here(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> Answered:
        parts = urlsplit(url)
        headers = {"host": parts.netloc, **headers}
        scope: dict[str, Any] = {
            "type": "http", "method": method, "path": parts.path, "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(), "scheme": parts.scheme, "client": ("203.0.113.9", 1),
            "server": ("localhost", 80),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        }  # fmt: skip
        pieces = [body[start : start + 60_000] for start in range(0, len(body), 60_000)] or [b""]
        client = _Client(body=pieces)
        asyncio.run(front.app(scope, client.receive, client.send))
        return Answered(client.status, client.headers, client.text, client.challenges)

    def _over_http(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> Answered:
        parts = urlsplit(url)
        wire = http.client.HTTPConnection(self.address, timeout=60)
        try:
            wire.request(method, f"{parts.path}?{parts.query}" if parts.query else parts.path, body, headers)
            answer = wire.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answered(
                answer.status, found, answer.read(), answer.headers.get_all("WWW-Authenticate") or []
            )
        finally:
            wire.close()


class _Client(Client):
    """Keeps a header that comes more than once."""

    challenges: list[str] = []

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.challenges = [v.decode() for name, v in message["headers"] if name == b"www-authenticate"]
        await super().send(message)


def work_off() -> None:
    """What was left for later is done now, as a worker does it."""
    hands = jobs.Hands("test")
    hands.seen(timezone.now())
    while hands.run_one(timezone.now()):
        pass
    hands.leave(timezone.now())


def instance_ids(xml: bytes) -> list[str]:
    return re.findall(rb"<orx:instanceID>([^<]+)", xml)
