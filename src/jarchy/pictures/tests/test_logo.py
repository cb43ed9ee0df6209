"""Logos that others drew: what is taken, how wide it is, and what is refused and why."""

from __future__ import annotations

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from jarchy.pictures.logos import LogoRefused, as_svg, logo_of

XMLNS = 'xmlns="http://www.w3.org/2000/svg"'


def svg(inside: str = '<path d="M0 0h9"/>', head: str = 'viewBox="0 0 300 120"') -> bytes:
    return f"<svg {XMLNS} {head}>{inside}</svg>".encode()


def png(width: int = 300, height: int = 100) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (width, height), "white").save(out, "PNG")
    return out.getvalue()


def why(data: bytes) -> str:
    with pytest.raises(LogoRefused) as refused:
        logo_of(data)
    return str(refused.value.fault)


def test_an_svg_is_as_wide_as_its_box_says():
    assert (logo_of(svg()).ending, logo_of(svg()).ratio) == ("svg", 2500)
    assert logo_of(svg(head='width="20mm" height="10mm"')).ratio == 2000


def test_a_png_is_as_wide_as_its_points():
    assert (logo_of(png()).ending, logo_of(png()).ratio) == ("png", 3000)
    assert "data:image/png;base64," in as_svg(png(), ending="png", ratio=3000)
    assert as_svg(svg(), ending="svg", ratio=2500) == svg().decode()


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<g onload="alert(1)"/>',
        '<image href="https://example.org/x.png"/>',
        '<use href="https://example.org/x.svg#a"/>',
        '<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="other.svg#a"/>',
        '<a href="#x"><path d="M0 0"/></a>',
        "<style>path{fill:url(https://example.org/)}</style>",
        '<path d="M0 0" style="fill:url( \'https://example.org/a#b\')"/>',
        '<path d="M0 0" fill="url(//example.org/a)"/>',
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
        '<animate attributeName="href" to="https://example.org/"/>',
        '<path d="M0 0" style="background:\\75rl(x)"/>',
    ],
)
def test_what_does_more_than_draw_is_refused(inside):
    assert why(svg(inside)) == "unsafe"


def test_what_comes_before_the_drawing_may_not_fetch_anything():
    assert why(b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg()) == "unsafe"
    assert why(b'<?xml-stylesheet href="x.css"?>' + svg()) == "unsafe"


def chain(of: str, by: str, long: int) -> str:
    """So many parts, each of which is drawn by the one before it."""
    parts = [f'<{of} id="a{n}"><path {by.format(n + 1)}/></{of}>' for n in range(long)]
    return f"<defs>{''.join(parts)}</defs><path {by.format(0)}/>"


@pytest.mark.parametrize(
    "inside",
    [
        "<g>" * 900 + "</g>" * 900,
        f"<text>{'<tspan>' * 900}x{'</tspan>' * 900}</text>",
        chain("mask", 'mask="url(#a{})"', 900),
        chain("clipPath", 'style="clip-path:url(#%61{})"', 900),
        '<g id="a"><use href="#a"/></g>',
        '<g id="a"><use href="#b"/></g><g id="b"/><g id="b"><use href="#a"/></g>',
        '<rect id="a0"/>'
        + "".join(f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 9)),
    ],
)
def test_what_would_bring_down_whoever_draws_it_is_refused(inside):
    """Masks in masks ended the process; words that name words filled its memory."""
    assert why(svg(inside)) == "too_large"


def test_a_few_masks_in_masks_are_drawn():
    assert logo_of(svg(chain("mask", 'mask="url(#a{})"', 12))).ratio == 2500


def test_its_own_gradient_is_no_address():
    inside = '<defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs><path d="M0 0" fill="url(#g)"/>'
    assert logo_of(svg(inside)).ratio == 2500


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"GIF89a", "no_picture"),
        (b"<svg/>", "no_picture"),
        (b"\x89PNG\r\n\x1a\nbroken", "no_picture"),
        (svg("<path>"), "no_picture"),
        (svg(head=""), "no_size"),
        (svg(head='viewBox="0 0 0 10"'), "no_size"),
        (svg(head='viewBox="0 0 9000 10"'), "no_size"),
        (svg("<path/>" * 60_000), "too_large"),
        (png(60, 20), "too_coarse"),
        (png(4_100, 10), "too_large"),
    ],
)
def test_what_is_no_logo_says_why(data, fault):
    assert why(data) == fault


@given(st.binary(max_size=200), st.integers(0, 80))
def test_any_bytes_are_a_logo_or_refused(noise, at):
    whole = svg()
    for data in (noise, whole[:at] + noise + whole[at:], png(120, 120)[:at] + noise):
        with contextlib.suppress(LogoRefused):
            logo_of(data)
