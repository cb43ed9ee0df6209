"""What the code and the templates say is found, whatever way it is said; what a catalogue lacks is named."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from jarchy.project import translating
from jarchy.project.translating import Said

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext, npgettext_lazy
from django.utils.translation import gettext

def words(n, name):
    _("Confirm the report")
    gettext("Two lines "
            "are one text")
    ngettext("{n} report", "{n} reports", n)
    pgettext("month", "May")
    npgettext_lazy("of a day", "{n} hour", "{n} hours", n)
    _(name)
"""
PAGE = """{% extends "foundation/base.html" %}
{% block title %}{% translate "Reports" %}{% endblock %}
    {% translate 'Open' context "an activity" as open %}
{% blocktranslate trimmed with name=person.name %}
    Salam,
    {{ name }}!
{% endblocktranslate %}
{% blocktranslate count n=reports|length context "queue" %}{{ n }} waits{% plural %}{{ n }} wait{% endblocktranslate %}
{{ empty|default:_("Nothing yet") }} {% include "x.html" with label=_("Send") %}
{# Translators: not said #}
"""
SAID = {
    Said("Confirm the report"),
    Said("Two lines are one text"),
    Said("{n} report", plural="{n} reports"),
    Said("May", context="month"),
    Said("{n} hour", plural="{n} hours", context="of a day"),
    Said("Reports"),
    Said("Open", context="an activity"),
    Said("Salam, %(name)s!"),
    Said("%(n)s waits", plural="%(n)s wait", context="queue"),
    Said("Nothing yet"),
    Said("Send"),
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    room = tmp_path / "yurt"
    (room / "templates" / "yurt").mkdir(parents=True)
    (room / "tests").mkdir()
    for name, text in {
        "__init__.py": "",
        "views.py": CODE,
        "templates/yurt/page.html": PAGE,
        "tests/test_it.py": '_("only a test says this")',
    }.items():
        (room / name).write_text(text)
    return tmp_path


def write(house: Path, language: str, text: str, *, room: str = "yurt") -> None:
    path = translating.po_path(house / room, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    (house / room / "__init__.py").touch()
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    path.write_text(f'{head}"Plural-Forms: {translating.PLURALS[language]}\\n"\n\n{text}', encoding="utf-8")


def codes(house: Path, text: str) -> list[str]:
    return [f.code for f in translating.faults(house) if f.language == "ky" and f.text == text]


def test_everything_said_in_code_and_templates_is_found(house):
    assert set(translating.said_in(house / "yurt")) == SAID


def test_the_place_where_it_is_said_is_named(house):
    assert translating.said_in(house / "yurt")[Said("Reports")] == ["yurt/templates/yurt/page.html:2"]


def test_what_has_no_translation_is_missing_in_each_language(house):
    found = {(f.language, f.text) for f in translating.faults(house)}
    assert found == {(language, one.text) for one in SAID for language in ("ky", "ru")}


def test_a_text_translated_in_another_room_is_translated(house):
    write(house, "ky", 'msgid "Send"\nmsgstr "Жөнөтүү"\n', room="well")
    assert codes(house, "Send") == []


def test_two_rooms_that_translate_the_same_words_differently_are_named(house):
    write(house, "ky", 'msgid "Send"\nmsgstr "Жөнөтүү"\n')
    write(house, "ky", 'msgid "Send"\nmsgstr "Салуу"\n', room="well")
    assert codes(house, "Send") == ["twice"]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ('#, fuzzy\nmsgid "Reports"\nmsgstr "Отчет"\n', "fuzzy"),
        ('msgid "Reports"\nmsgstr "Отчетто\u04caр"\n', "letter"),
        ('msgid "Reports"\nmsgstr ""\n', "missing"),
        ('msgid "Reports"\nmsgstr "{n} отчет"\n', "holes"),
    ],
)
def test_a_translation_that_cannot_be_right_is_named(house, entry, code):
    write(house, "ky", entry)
    assert codes(house, "Reports") == [code]


def test_a_hole_left_out_of_a_translation_is_named(house):
    write(house, "ky", 'msgid "Salam, %(name)s!"\nmsgstr "Салам!"\n')
    assert codes(house, "Salam, %(name)s!") == ["holes"]


def test_russian_needs_three_plural_forms(house):
    two = 'msgid "{n} report"\nmsgid_plural "{n} reports"\nmsgstr[0] "{n} отчёт"\nmsgstr[1] "{n} отчёта"\n'
    write(house, "ru", two)
    assert "missing" in [
        f.code for f in translating.faults(house) if f.text == "{n} report" and f.language == "ru"
    ]
    write(house, "ru", two + 'msgstr[2] "{n} отчётов"\n')
    assert not [f for f in translating.faults(house) if f.text == "{n} report" and f.language == "ru"]


def test_update_adds_what_is_missing_and_keeps_what_was_written(house):
    write(house, "ky", 'msgid "Send"\nmsgstr "Жөнөтүү"\n')
    assert translating.update(house) == 2 * len(SAID) - 1
    assert translating.update(house) == 0
    assert translating.catalogue(house / "yurt", "ky").get("Send").string == "Жөнөтүү"


def test_compiled_catalogues_are_read_by_pythons_gettext_and_made_once(house):
    write(house, "ru", 'msgid "Send"\nmsgstr "Отправить"\n\n#, fuzzy\nmsgid "Reports"\nmsgstr "Не то"\n')
    assert translating.compile_all(house) == 1
    assert translating.compile_all(house) == 0
    with translating.po_path(house / "yurt", "ru").with_suffix(".mo").open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert (read.gettext("Send"), read.gettext("Reports")) == ("Отправить", "Reports")


def test_a_catalogue_that_cannot_be_read_is_named_with_its_line(house):
    write(house, "ky", 'msgid "one"\nmsgid_plural "many"\nmsgstr[0] "бир"\nmsgstr[1] "көп"\n')
    with pytest.raises(translating.Unreadable, match=r"yurt/locale/ky/LC_MESSAGES/django.po, line \d+"):
        translating.faults(house)
