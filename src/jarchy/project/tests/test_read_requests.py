"""What Django is told of a request, whoever stands between."""

from __future__ import annotations

import io
from typing import Any

import pytest

from jarchy.project.environ import environ_of, gateway_of, networks_of

LOOPBACK = networks_of("127.0.0.0/8, ::1")


def told(*headers: tuple[str, str], peer: str = "127.0.0.1", **scope: Any) -> dict[str, Any]:
    raw = [(name.encode(), value.encode()) for name, value in headers]
    plain = {
        "method": "GET",
        "path": "/",
        "raw_path": b"/",
        "headers": raw,
        "client": (peer, 1234),
        "scheme": "http",
    }
    return environ_of({**plain, **scope}, io.BytesIO(), 0, proxies=LOOPBACK)


def test_a_path_in_kyrgyz_arrives_as_its_bytes():
    environ = told(raw_path=b"/ky/%D0%B6%D1%8B%D0%BB/a%2Fb", query_string=b"q=%D0%B6")
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/ky/жыл/a/b"
    assert environ["QUERY_STRING"] == "q=%D0%B6"


def test_the_client_behind_a_proxy_is_the_one_that_the_proxy_saw():
    environ = told(("x-forwarded-for", "203.0.113.5"), ("x-forwarded-proto", "https"))
    assert (environ["REMOTE_ADDR"], environ["HTTP_X_FORWARDED_PROTO"]) == ("203.0.113.5", "https")


def test_what_a_client_writes_of_itself_before_the_proxys_word_is_not_believed():
    assert told(("x-forwarded-for", "10.0.0.1, 203.0.113.5"))["REMOTE_ADDR"] == "203.0.113.5"
    assert told(("x-forwarded-for", "10.0.0.1, nonsense"))["REMOTE_ADDR"] == "127.0.0.1"


def test_nobody_but_a_proxy_may_speak_of_the_client_or_of_https():
    environ = told(
        ("x-forwarded-for", "10.0.0.1"),
        ("x-forwarded-proto", "https"),
        ("forwarded", "for=x"),
        peer="203.0.113.9",
    )
    assert environ["REMOTE_ADDR"] == "203.0.113.9"
    assert not [key for key in environ if "FORWARDED" in key]


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("203.0.113.5:4711", "203.0.113.5"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
    ],
)
def test_a_port_behind_an_address_is_left_out(said, address):
    assert told(("x-forwarded-for", said))["REMOTE_ADDR"] == address


def test_a_header_with_an_underscore_does_not_pass_for_one_with_a_hyphen():
    assert "HTTP_X_FORWARDED_PROTO" not in told(("x_forwarded_proto", "https"))


def test_headers_said_twice_are_joined_and_cookies_by_their_own_mark():
    environ = told(("accept", "a"), ("accept", "b"), ("cookie", "c=1"), ("cookie", "d=2"))
    assert (environ["HTTP_ACCEPT"], environ["HTTP_COOKIE"]) == ("a,b", "c=1; d=2")


def test_the_length_is_of_the_body_that_came_not_of_what_was_said():
    environ = told(("content-length", "999"), ("content-type", "text/xml"))
    assert (environ["CONTENT_LENGTH"], environ["CONTENT_TYPE"]) == ("0", "text/xml")
    assert "HTTP_CONTENT_LENGTH" not in environ


def test_a_network_that_is_none_is_named():
    with pytest.raises(ValueError, match="proxy"):
        networks_of("10.0.0.0/8, proxy")


def test_the_machine_around_a_container_is_its_gateway():
    lines = ["Iface Destination Gateway Flags", "eth0 000011AC 00000000 0001", "eth0 00000000 010011AC 0003"]
    assert gateway_of("\n".join(lines)) == "172.17.0.1"
    assert gateway_of("\n".join(lines[:2])) == ""
