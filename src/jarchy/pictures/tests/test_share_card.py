"""Cards to send to a group: sizes, words that fit, nothing from outside."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jarchy.pictures.share_cards import SIZES, Shape, ShareCard, share_card

SVG = {"s": "http://www.w3.org/2000/svg"}
CARD = ShareCard(
    campaign="100 Days Against Trafficking in Persons", big="12,411", label="attendances", under=("Kyrgyzstan",),
    foot=("As of 5 November 2018", "https://example.org/en/kg-2018/numbers/attendances/"), mark="Example from 2018",
)  # fmt: skip


def lines(card: ShareCard, shape: Shape) -> list[tuple[float, float, str]]:
    root = ElementTree.fromstring(share_card(card, shape))
    texts = root.iterfind(".//s:text", SVG)
    return [(float(one.get("y")), float(one.get("font-size")), one.text or "") for one in texts]


@pytest.mark.parametrize("shape", Shape)
def test_every_word_stands_on_it_and_within_it(shape):
    said = " ".join(text for _, _, text in lines(CARD, shape))
    for words in (CARD.campaign, CARD.big, CARD.label, *CARD.under, *CARD.foot, CARD.mark):
        assert words in said
    assert all(0 < y < SIZES[shape][1] for y, _, _ in lines(CARD, shape))


@pytest.mark.parametrize("shape", Shape)
def test_no_line_stands_upon_another(shape):
    rows = sorted(lines(CARD, shape))
    for (above, _, _), (below, size, words) in zip(rows, rows[1:], strict=False):
        assert below - above >= size * 0.7 or above == below, words


def test_it_asks_nothing_of_another_place():
    said = share_card(CARD, Shape.SQUARE)
    assert "href" not in said
    assert "url(" not in said
    assert "<style" not in said


words = st.text(max_size=60)


@given(words, words, st.lists(words, max_size=3), words, st.sampled_from(Shape))
def test_any_words_give_a_picture(big, label, under, mark, shape):
    ElementTree.fromstring(share_card(ShareCard("Any", big, label, under, ("foot",), mark), shape))
