"""From what the server says of a request (ASGI) to what Django's WSGI handler reads. Pure: knows no settings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any, BinaryIO
from urllib.parse import unquote_to_bytes

Networks = Sequence[IPv4Network | IPv6Network]
FORWARDED = (b"x-forwarded-", b"forwarded", b"x-real-ip")


def environ_of(scope: dict[str, Any], body: BinaryIO, length: int, *, proxies: Networks) -> dict[str, Any]:
    """The WSGI environ of a request whose body has been read whole (`length` bytes).

    What a proxy says of the client is believed only where the peer is one of `proxies`; from anybody else those
    headers are dropped. Headers with an underscore are dropped too: they would pass for the same with a hyphen.
    """
    peer, port = scope.get("client") or ("", 0)
    server = scope.get("server") or ("", 0)
    headers = list(scope["headers"])
    is_proxy = _is_in(peer, proxies)
    raw_path = scope.get("raw_path") or scope["path"].encode()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(raw_path.split(b"?", 1)[0]).decode("latin-1"),
        "QUERY_STRING": scope.get("query_string", b"").decode("latin-1"),
        "SERVER_NAME": server[0] or "localhost",
        "SERVER_PORT": str(server[1] or 80),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": client_of(peer, headers, proxies) if is_proxy else peer,
        "REMOTE_PORT": str(port),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "CONTENT_LENGTH": str(length),
    }
    _add_headers(environ, headers, with_forwarded=is_proxy)
    return environ


def client_of(peer: str, headers: Iterable[tuple[bytes, bytes]], proxies: Networks) -> str:
    """The nearest address that is no proxy of ours: X-Forwarded-For from the right; anybody may write its left."""
    named = [value.decode("latin-1") for name, value in headers if name.lower() == b"x-forwarded-for"]
    nearest = peer
    for text in reversed([part.strip() for part in ",".join(named).split(",") if part.strip()]):
        address = _plain(text)
        if not address:
            return nearest  # what is no address was written by nobody whom we trust
        nearest = address
        if not _is_in(address, proxies):
            return nearest
    return nearest


def networks_of(text: str) -> Networks:
    """Addresses and networks, parted by commas or spaces. Raises ValueError naming the wrong one."""
    return [ip_network(part, strict=False) for part in text.replace(",", " ").split()]


def _add_headers(
    environ: dict[str, Any], headers: Iterable[tuple[bytes, bytes]], *, with_forwarded: bool
) -> None:
    for raw, value in headers:
        name = raw.lower()
        if b"_" in name or (not with_forwarded and name.startswith(FORWARDED)) or name == b"content-length":
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
        text = value.decode("latin-1")
        if key in environ:
            environ[key] += ("; " if key == "HTTP_COOKIE" else ",") + text
        else:
            environ[key] = text


def _plain(text: str) -> str:
    """The address alone, of 192.0.2.1:1234 and [2001:db8::1]:1234 too; "" for what is none."""
    bare = text.strip('"')
    if bare.startswith("["):
        bare = bare[1:].split("]", 1)[0]
    elif bare.count(":") == 1:
        bare = bare.split(":", 1)[0]
    try:
        return str(ip_address(bare))
    except ValueError:
        return ""


def _is_in(text: str, networks: Networks) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return any(address in network for network in networks)


def gateway_of(routes: str) -> str:
    """The address of the default route in the words of /proc/net/route, "" where there is none.

    In a container that is the machine itself: what its published port on 127.0.0.1 takes in comes from there.
    """
    for line in routes.splitlines()[1:]:
        _, destination, gateway, *_ = line.split()
        if destination == "00000000" and gateway != "00000000":
            return str(IPv4Address(bytes.fromhex(gateway)[::-1]))
    return ""
