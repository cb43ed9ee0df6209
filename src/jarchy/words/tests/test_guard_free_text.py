"""What Aigul may and may not write into the remark of a report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jarchy.words.guard import MASK, masked, secrets_in


@pytest.mark.parametrize(
    ("text", "found", "kind"),
    [
        ("Позвоните 0555 12 34 56 вечером", "0555 12 34 56", "phone"),
        ("Звоните \u202a+996\u2060555\u2060123456\u202c", "+996\u2060555\u2060123456", "phone"),
        ("0555\u200b123\u200b456", "0555\u200b123\u200b456", "phone"),
        ("0555·12·34·56", "0555·12·34·56", "phone"),
        ("0(555)123-456", "0(555)123-456", "phone"),
        ("+996 555 123 456", "+996 555 123 456", "phone"),
        ("996555123456 деп жазды", "996555123456", "phone"),
        ("0555123456", "0555123456", "phone"),
        ("0555 12-10-18", "0555 12-10-18", "phone"),  # not a day
        ("0550 2012 34", "0550 2012 34", "phone"),  # not a year
        ("10.09.2018 0555 12-34-56", "0555 12-34-56", "phone"),
        ("звонить 555 123 456", "555 123 456", "phone"),
        ("+7 (912) 345-67-89", "+7 (912) 345-67-89", "phone"),
        ("0\u00a0555\u202f123\u2011456", "0\u00a0555\u202f123\u2011456", "phone"),
        ("тел. 62-34-56", "62-34-56", "phone"),
        ("WhatsApp: 62345", "62345", "phone"),
        ("0 5 5 5 1 2 3 4 5 6", "0 5 5 5 1 2 3 4 5 6", "phone"),
        ("ПИН 21203199012345 айтты", "21203199012345", "id_number"),
        ("паспорт AN1234567", "AN1234567", "id_number"),
        ("паспорт АН 1234567", "АН 1234567", "id_number"),  # typed in Cyrillic
        ("ID № 1234567.", "ID № 1234567", "id_number"),
        ("write to a.b+c@mail.example.kg, please", "a.b+c@mail.example.kg", "email"),
        ("a.b (at) example.kg", "a.b (at) example.kg", "email"),
    ],
)
def test_it_is_found_with_its_kind_and_masked(text, found, kind):
    (span,) = secrets_in(text)
    assert (text[span.start : span.end], span.kind) == (found, kind)
    assert masked(text) == text.replace(found, MASK)


@pytest.mark.parametrize(
    "text",
    [
        "120 человек, из них 45 девушек",
        "12 411 участников, 1 012 411 просмотров",
        "120, 45, 300, 2018",
        "с 10.09.2018 по 10.12.2018",
        "10.09.2018-10.12.2018",
        "2018-09-10 2018-12-10",
        "2017 2018 2019 2020",
        "09.09.18-09.10.18",
        "09.10.2018 120 человек",
        "10:00-12:00, 14:30-16:00",
        "school No 12, 7-8-9 классы",
        "линия 189, 1899 или 112",
        "KG02205000000",
        "",
    ],
)
def test_counts_days_and_codes_pass(text):
    assert secrets_in(text) == ()


def test_a_helpline_may_be_named():
    text = "рассказали про 0800 0000 189"
    assert secrets_in(text, allowed=["0800 0000189"]) == ()
    assert secrets_in(text) != ()


def test_two_in_one_text_come_in_order():
    first, second = secrets_in("a@b.kg, 0555123456")
    assert (first.kind, second.kind) == ("email", "phone")


@given(st.text(st.sampled_from("0123456789 +-().@abANID№")))
def test_masked_text_holds_nothing_more(text):
    assert secrets_in(masked(text)) == ()
    assert masked(masked(text)) == masked(text)


@given(st.from_regex(r"[0-9]{9,16}", fullmatch=True), st.sampled_from(["", " ", "\n", "x ", "№"]))
def test_nine_digits_in_a_row_never_pass(digits, before):
    assert digits not in masked(f"{before}{digits}")
