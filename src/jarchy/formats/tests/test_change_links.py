"""Links are found and changed, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jarchy.formats.links import changed, links_of, links_of_style, relative


def test_only_addresses_change_and_every_other_byte_stays():
    page = (
        '<p title="href=/a">A &amp; <!-- <a href="/a"> --> <a class=\'n\' href="/a?x=1&amp;y=2#z">1 < 2</a>'
    )
    asked = []
    new = changed(page, lambda tag, name, address: asked.append((tag, name, address)) or "b&c")
    assert asked == [("a", "href", "/a?x=1&y=2#z")]
    assert new == page.replace('href="/a?x=1&amp;y=2#z"', 'href="b&amp;c"')


def test_one_that_leads_nowhere_loses_its_address_and_keeps_its_words():
    assert changed('<a class="btn" href="/x">In</a>', lambda *_: None) == '<a class="btn">In</a>'


def test_a_sign_of_greater_in_a_value_ends_no_tag():
    page = '<img alt="1 > 0" src="/a.png"><a href=/b>'
    assert (
        changed(page, lambda tag, name, address: f".{address}")
        == '<img alt="1 > 0" src="./a.png"><a href="./b">'
    )


def test_all_that_a_page_loads_or_leads_to_is_read_with_its_line():
    page = """<link rel=stylesheet href="a.css">
<img src="b.png" srcset="c.png 2x, d.png 3x" id="one">
<form action="/send"></form><meta http-equiv="refresh" content="0; url=e.html">
<p style="background: url('f.png')"><style>@import "g.css"; b { background: url(h.png) }</style>
<svg><a xlink:href="i.html"/></svg>"""
    found = links_of(page)
    assert [(one.address, one.line) for one in found.links] == [
        ("a.css", 1), ("b.png", 2), ("c.png", 2), ("d.png", 2), ("/send", 3), ("e.html", 3), ("f.png", 4),
        ("g.css", 4), ("h.png", 4), ("i.html", 5),
    ]  # fmt: skip
    assert (found.forms, found.idents) == ([3], {"one"})
    assert list(links_of_style("a{b:url( 'x' )}")) == ["x"]


@pytest.mark.parametrize(
    ("target", "page", "way"),
    [("index.html", "index.html", "index.html"), ("ky/index.html", "en/a/index.html", "../../ky/index.html"),
     ("static/a.css", "404.html", "static/a.css"), ("en/a/5w.csv", "en/a/index.html", "5w.csv")],
)  # fmt: skip
def test_the_way_from_a_page_to_a_file(target, page, way):
    assert relative(target, page) == way


@given(
    st.lists(
        st.sampled_from(['<a href="/x">', "<p>", "text", "</a>", "<", ">", '"', "<!--", "-->", " ", "=", "'"])
    )
)
def test_changing_nothing_changes_no_byte(parts):
    page = "".join(parts)
    assert changed(page, lambda tag, name, address: address) == page
