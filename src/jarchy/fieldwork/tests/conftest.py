"""The tiny campaign with the real report form, its cast, and what they send: through the same doors as everybody."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from django.utils.translation import override
from PIL import Image

from jarchy.charter import queries as charter
from jarchy.charter.folder import Context, EditionFacts, Folder, KnownPlace
from jarchy.charter.models import Edition, Indicator, Organisation
from jarchy.fieldwork import actions
from jarchy.fieldwork.actions import PlannedActivity
from jarchy.fieldwork.models import Activity, Report
from jarchy.fieldwork.tests.filled_plans import blank, load  # noqa: F401
from jarchy.forms import actions as forms
from jarchy.forms import folder as forms_folder
from jarchy.forms.actions import Incoming
from jarchy.forms.models import FormVersion
from jarchy.foundation.ids import uuid7
from jarchy.foundation.narrowing import Actor, house
from jarchy.ledger import actions as ledger_actions
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Sight
from jarchy.people.models import Account
from jarchy.places.models import Place
from tests.cast import Cast, bring_in
from tests.tiny import (
    AUDIENCES,
    KARA_SUU,
    KINDS,
    KOCHKOR,
    NARYN,
    ORGANISATIONS,
    TOPICS,
    VENUES,
    YOUTH_NARYN,
    tiny_edition,
)

FORM = "activity_report"
WORKBOOK = Path(__file__).parents[4] / "campaigns" / "kg-2018" / "forms" / f"{FORM}.xlsx"
UNPLANNED = {
    "activity": "new", "held_on": "2018-10-03", "adm1": NARYN, "adm2": KOCHKOR, "settlement": KARA_SUU,
    "venue": "market",
    "kind": "theatre", "topics": "trafficking", "cohosts": "none", "sessions": "1", "languages": "ky", "guests": "none",
    "total": "57", "counted": "heads", "women": "31", "age_14_17": "20", "first_time": "40", "handed_out": "60",
}  # fmt: skip


@cache
def _compiled(slug: str) -> tuple:
    """The workbook is compiled once; each test then has a row of its own."""
    return tuple(_columns(slug))


def _columns(slug: str):
    version = FormVersion.objects.get(edition__slug=slug, form_id=FORM, is_current=True)
    for field in FormVersion._meta.concrete_fields:
        if field.attname not in ("id", "edition_id", "created_at"):
            yield field.attname, getattr(version, field.attname)


def give_form(edition: Edition) -> None:
    if _compiled.cache_info().currsize:
        FormVersion.objects.create(edition=edition, **dict(_compiled(edition.slug)))
        return
    folder = Folder({f"forms/{FORM}.xlsx": WORKBOOK.read_bytes()})
    data, _ = forms_folder.read(folder, context(edition))
    forms_folder.load(data, edition, house("test"))
    _compiled(edition.slug)


def give_small_forms(edition: Edition) -> None:
    """The media log and the week in figures, with the indicators that read them."""
    for name in ("media_item", "week_in_figures"):
        folder = Folder({f"forms/{name}.xlsx": WORKBOOK.with_name(f"{name}.xlsx").read_bytes()})
        (form,), _ = forms_folder.read(folder, context(edition))
        forms_folder._make_current(form, edition)
    for order, measure in enumerate(("media_items", "views", "calls"), start=10):
        words = dict.fromkeys(("ky", "ru", "en"), measure)
        Indicator.objects.create(
            edition=edition, slug=measure, order=order, number=f"B{order}", level="output", names=words,
            definitions=words, units=words, unit=measure, data_source="media log", frequency="weekly", computed="sum",
            measure=measure,
        )  # fmt: skip


def context(edition) -> Context:
    """What the folder's other parts have read before: places and lists of the tiny campaign."""
    facts = EditionFacts(
        slug=edition.slug, country="KG", languages=tuple(edition.languages), live=False, today=edition.today(),
        prepares_from=edition.prepares_from, starts=edition.starts, ends=edition.ends,
        reports_until=edition.reports_until,
        final_on=edition.final_on, review_months=6, activity_languages={},
    )  # fmt: skip
    rows = Place.objects.select_related("parent")
    places = {row.pcode: KnownPlace(row.level, row.parent.pcode if row.parent else "") for row in rows}
    lists = {
        "organisations": ORGANISATIONS,
        "topics": TOPICS,
        "venues": VENUES,
        "kinds": KINDS,
        "audiences": AUDIENCES,
    }
    return Context(facts, places, {name: {slug: {} for slug in rows} for name, rows in lists.items()})


@dataclass
class Field:
    """The campaign as tests act in it: who sends, who decides, what stands in the ledger."""

    edition: Edition
    cast: Cast

    def actor(self, account: Account) -> Actor:
        return self.cast.actor(account)

    def submit(
        self, by: Account, *, again: Report | None = None, instance: str = "", files=None, channel: str = "file",
        **answers: str,
    ):  # fmt: skip
        """Send a report; `again` is the report of which it is the next version. The outcome."""
        said = {**UNPLANNED, **answers}
        replaces = again.versions.order_by("-number").first().submission.instance_id if again else None
        body = forms.write_body(
            self.edition, FORM, said, instance_id=instance or f"uuid:{uuid7()}", replaces=replaces
        )
        incoming = Incoming(body, files or {}, channel, self.edition.slug)
        (outcome,) = forms.receive_submissions([incoming], by=self.actor(by))
        return outcome

    def send(self, by: Account, **more) -> Report:
        outcome = self.submit(by, **more)
        assert outcome.state == "kept", outcome.problem
        return Report.objects.get(versions__submission=outcome.submission)

    def forwarded(self, **more) -> Report:
        """A report of Aigul's that Bakyt forwarded."""
        report = self.send(self.cast.aigul, **more)
        return actions.forward_report(report.uuid, by=self.actor(self.cast.bakyt))

    def confirmed(self, **more) -> Report:
        return self.confirm(self.forwarded(**more))

    def confirm(self, report: Report) -> Report:
        return actions.confirm_report(report.uuid, by=self.actor(self.cast.cholpon))

    def counted(self, indicator: str = "attendances", *, place: str | None = None, public: bool = False):
        sight = Sight.PUBLIC if public else Sight.EXACT
        return ledger.figure(self.edition, indicator, place=place, sight=sight).value

    def of_organisation(self, slug: str, measure: str = "attendances") -> int:
        found = ledger.totals(self.edition, [measure], by="organisation", sight=Sight.EXACT)
        return next((row.values[measure] for row in found.rows if row.key == slug), 0) or 0

    def faults(self) -> list:
        return ledger_actions.verify(self.edition)

    def move_today(self, day: date) -> None:
        Edition.objects.filter(pk=self.edition.pk).update(example_today=day)
        self.edition = charter.current_edition()

    def plan(self, by: Account | None = None, *, organisation: str = YOUTH_NARYN, day: date = date(2018, 10, 9),
             pcode: str = KARA_SUU, kind: str = "theatre", venue: str = "market", **more) -> Activity:  # fmt: skip
        planned = PlannedActivity(date=day, pcode=pcode, kind=kind, venue=venue, **more)
        body = Organisation.objects.get(slug=organisation)
        return actions.plan_activity(self.edition, body, planned, by=self.actor(by or self.cast.bakyt))


@pytest.fixture(autouse=True)
def in_english():
    """A page leaves its language behind in the thread; sentences here are read in English."""
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def field(db) -> Field:
    return make_field()


def make_field() -> Field:
    edition = tiny_edition()
    give_form(edition)
    return Field(edition, bring_in(edition))


def photo(shade: int = 90) -> bytes:
    """A small picture of two halves, as a phone would send it."""
    picture = Image.new("RGB", (64, 64), (shade, 120, 60))
    picture.paste((20, 20, shade), (0, 0, 32, 64))
    kept = io.BytesIO()
    picture.save(kept, "JPEG")
    return kept.getvalue()
