"""Downloads joined with pages: the files hold the numbers that the pages show, and no other, whatever happened before.

What follows from those is attacked in ledger/tests/test_attack_what_is_public.py with the same rules.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jarchy.charter.models import Organisation
from jarchy.formats.numbers import number_text
from jarchy.foundation.narrowing import NOBODY
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import LEAST, Sight
from jarchy.ledger.tests import cast as journal
from jarchy.places.queries import territory
from jarchy.publications.cards import figure_to_send
from jarchy.publications.charts import chart, chart_table
from jarchy.publications.documents import Asked, Figures, made
from jarchy.publications.models import Passage
from jarchy.publications.public_json import public_json
from jarchy.publications.rules import Door, Kind
from jarchy.publications.tests.reading import Read, read, read_csv, written_csv
from tests.passes import IS_FULL
from tests.tiny import AGENCY, AK_JAR, BEISHEKE, BISHKEK, KARA_SUU, KOCHKOR, NARYN, YOUTH_TALAS

PLACES = [KARA_SUU, AK_JAR, BEISHEKE, BISHKEK]
new = st.tuples(
    st.just("post"), st.one_of(st.integers(0, 12), st.integers(0, 40)), st.sampled_from(PLACES), st.booleans(),
    st.integers(0, 24), st.sampled_from(["talk", "stand"]),
)  # fmt: skip
void = st.tuples(st.just("void"), st.integers(0, 50))
correct = st.tuples(st.just("correct"), st.integers(0, 50), st.integers(0, 40), st.booleans())
days = st.tuples(st.just("days"), st.integers(1, 8))
histories = st.lists(st.one_of(new, new, void, correct, days), min_size=2, max_size=12)


class Campaign:
    """Lives a history; remembers which reports were ever closed. Open ones are the agency's, closed ones another's."""

    def __init__(self, edition) -> None:
        self.edition = edition
        self.standing: list = []
        self.once_closed: set[UUID] = set()
        self.once_open: set[UUID] = set()

    def live(self, history) -> None:
        for verb, *said in history:
            if verb == "post":
                people, at, is_open, after, kind = said
                self._post(people, at=at, is_open=is_open, after=after, kind=kind)
            elif verb == "days":
                self._let_pass(said[0])
            elif self.standing:
                self._change(verb, *said)
        self._let_pass(7)
        check_document(self)
        check_sheets(self)
        check_what_is_sent(self)

    def _post(self, people: int, *, is_open: bool, after: int, **more) -> None:
        host, topic = (AGENCY, "migration") if is_open else (YOUTH_TALAS, "trafficking")
        on = self.edition.starts + timedelta(after)
        entry = journal.report(
            people, on=on, host=host, topics=(topic,), is_open=is_open, women=people // 2, **more
        )
        self._note(entry, is_open)
        self.standing += journal.post(self.edition, entry)

    def _change(self, verb: str, which: int, people: int = 0, is_open: bool = True) -> None:
        old = self.standing.pop(which % len(self.standing))
        if verb == "void":
            journal.take_back(self.edition, old)
            return
        line = old.lines[0]
        is_open = is_open and old.posting.source_id not in self.once_closed
        host = AGENCY if is_open else YOUTH_TALAS
        again = journal.corrected(
            old, people=people, at=line.pcode, on=line.date, kind=line.kind, host=host, is_open=is_open
        )
        self._note(again, is_open)
        journal.take_back(self.edition, old, post=(again,))
        self.standing.append(again)

    def _note(self, entry, is_open: bool) -> None:
        (self.once_open if is_open else self.once_closed).add(entry.posting.source_id)

    def _let_pass(self, days: int) -> None:
        journal.let_days_pass(self.edition, self.edition.example_today + timedelta(days))
        check_tables(self)


def check_tables(campaign: Campaign) -> None:
    """What a reader of the tables and of the pages of this day finds."""
    edition = campaign.edition
    position = ledger.published_position(edition).position
    text = written_csv(edition, Sight.PUBLIC)
    public, exact = read(text.encode()), read_csv(edition, Sight.EXACT)
    assert public.reached == ledger.figure(edition, "attendances", sight=Sight.PUBLIC, as_of=position).value
    assert exact.reached == ledger.figure(edition, "attendances", sight=Sight.EXACT).value
    assert numbers_of(public) == numbers_on_pages(edition)
    assert_silent(campaign, text)


def check_document(campaign: Campaign) -> None:
    """The same of the JSON document."""
    text = "".join(public_json(campaign.edition))
    found = json.loads(text)
    numbers = Counter((one["district"], one["attendances"]) for one in found["activities"])
    numbers += Counter((cell["district"], cell["attendances"]) for cell in found["cells"])
    assert numbers == numbers_on_pages(campaign.edition)
    assert_silent(campaign, text)


def check_sheets(campaign: Campaign) -> None:
    """Sheets for the public: every number on them is a public figure of their position; who was closed only is not
    on its own sheet with anything."""
    edition = campaign.edition
    give_words(edition)
    for kind in (Kind.BRIEFING, Kind.AGENDA, Kind.OBLAST, Kind.ORGANISATION):
        place = territory().by_pcode[NARYN] if kind is Kind.OBLAST else None
        host = Organisation.objects.get(slug=YOUTH_TALAS) if kind is Kind.ORGANISATION else None
        asked = Asked(edition, "en", Door.PUBLIC, NOBODY, UUID(int=0), place, host)
        figures = Figures(asked)
        blocks = str(made(kind, asked, figures).blocks)
        assert_silent(campaign, blocks)
        for one in figures.pinned:
            found = ledger.figure(
                edition, one.indicator, place=one.place or None, as_of=figures.position, sight=Sight.PUBLIC,
                since=date.fromisoformat(one.since) if one.since else None,
                until=date.fromisoformat(one.until) if one.until else None,
            )  # fmt: skip
            expected = "0" if one.organisation else "" if found.value is None else str(found.value)
            assert one.value == expected, one


def give_words(edition) -> None:
    """Of its own, on every kind: figures of a rayon, of a city and of the whole."""
    for order, kind in enumerate(Kind):
        words = " ".join(f"{{{{ figure attendances {pcode} }}}}" for pcode in ("", KOCHKOR, BISHKEK))
        said = {"document": kind, "stands": "end", "texts": {"en": words}, "order": order}
        Passage.objects.get_or_create(edition=edition, slug=kind, defaults=said)


def check_what_is_sent(campaign: Campaign) -> None:
    """Cards, their texts and charts: the public figures of the last midnight, and nothing of who was closed."""
    edition = campaign.edition
    position = ledger.published_position(edition).position
    for pcode in (None, NARYN, KOCHKOR, BISHKEK):
        found = ledger.figure(edition, "attendances", place=pcode, as_of=position, sight=Sight.PUBLIC)
        if found.value is None:
            continue
        sent = figure_to_send(edition, "en", indicator="attendances", pcode=pcode)
        assert sent.card.big == number_text(found.value, "en")
        assert_silent(campaign, sent.text)
    for pcode in (None, NARYN):
        asked = {"indicator": "attendances", "by": "where", "pcode": pcode}
        assert_silent(campaign, chart(edition, "en", **asked) + chart_table(edition, "en", **asked))


def assert_silent(campaign: Campaign, text: str) -> None:
    for source in campaign.once_closed - campaign.once_open:
        assert str(source) not in text


def numbers_of(found: Read) -> Counter:
    """(rayon, number) of each row; a row of closed ones has ten or more, and neither host, village nor topic."""
    for row in found.rows:
        if row["#activity+openness"] == "closed":
            assert int(row["#reached"]) >= LEAST
            assert not (
                row["#org+impl+name"] or row["#loc+name"] or row["#subsector"] or row["#activity+code"]
            )
    return Counter((row["#adm2+code"] or None, int(row["#reached"])) for row in found.rows)


def numbers_on_pages(edition) -> Counter:
    """The same of the pages: lines of open activities and cells."""
    page = ledger.evidence(edition, "attendances", sight=Sight.PUBLIC, limit=1000)
    found = Counter((line.district, line.value) for line in page.lines)
    return found + Counter((cell.district or None, cell.attendances) for cell in ledger.public_cells(edition))


@settings(max_examples=200 if IS_FULL else 12, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories)
def test_the_files_hold_the_numbers_of_the_pages_and_no_other(edition, history):
    today = edition.example_today
    with transaction.atomic():
        Campaign(edition).live(history)
        transaction.set_rollback(True)
    edition.example_today = today
