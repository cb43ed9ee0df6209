"""Calls to check in tests: the rule, its form, and a checker who calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from jarchy.charter.models import Edition
from jarchy.fieldwork import actions
from jarchy.fieldwork.actions.checks import midnight
from jarchy.fieldwork.models import Call, Draw, Report
from jarchy.fieldwork.rules import EXAMPLE_SEED
from jarchy.fieldwork.tests.conftest import WORKBOOK, Field, context
from jarchy.forms import actions as forms
from jarchy.forms import folder as forms_folder
from jarchy.forms.actions import Incoming
from jarchy.forms.folder import ReadForm
from jarchy.forms.models import FormVersion
from jarchy.people.models import Account
from jarchy.stats.drawing import seed_hash

FORM = "activity_check"
RULE = {"share": "0.1", "least_per_oblast": 3, "seed_sha256": seed_hash(EXAMPLE_SEED), "phone_days": 14}
MONDAY = date(2018, 10, 8)  # the first after tests.tiny's today, a Friday
SPOKE = {"reached": "spoke", "who": "school", "held": "yes", "people": "55", "concern": "no"}


@cache
def _read(edition: str) -> ReadForm:
    workbook = WORKBOOK.with_name(f"{FORM}.xlsx").read_bytes()
    folder = forms_folder.Folder({f"forms/{FORM}.xlsx": workbook})
    (form,), _ = forms_folder.read(folder, context(Edition.objects.get(slug=edition)))
    return form


@dataclass
class Checking:
    """The field with the rule of kg-2018."""

    field: Field

    @property
    def edition(self) -> Edition:
        return Edition.objects.get(pk=self.field.edition.pk)

    def monday(self, day: date = MONDAY) -> list[Draw]:
        """The midnight that begins this day; what was drawn at it."""
        self.field.move_today(day)
        midnight(self.edition, day)
        return list(Draw.objects.filter(edition=self.edition, monday=day).order_by("region__pcode"))

    def confirmed(self, number: int, **more) -> list[Report]:
        return [self.field.confirmed(total=str(57 + n), women="0", **more) for n in range(number)]

    def calls(self) -> list[Call]:
        return list(Call.objects.filter(edition=self.edition).order_by("drawn__draw_id", "drawn__number"))

    def take(self, uuid: UUID, by: Account | None = None) -> Call:
        return actions.take_call(uuid, by=self.field.actor(by or self.field.cast.islam))

    def send(self, call: Call, by: Account | None = None, **answers: str):
        """The form of a call, sent through the one door; the outcome of the door."""
        by = by or self.field.cast.islam
        said = {name: text for name, text in (SPOKE | answers).items() if text}
        body = forms.write_body(self.edition, FORM, said, instance_id=f"uuid:{call.uuid}")
        (outcome,) = forms.receive_submissions(
            [Incoming(body, {}, "web", self.edition.slug)], by=self.field.actor(by)
        )
        return outcome

    def check(self, call: Call, by: Account | None = None, **answers: str) -> Call:
        self.take(call.uuid, by)
        outcome = self.send(call, by, **answers)
        assert outcome.state == "kept", (outcome.problem, outcome.findings)
        return Call.objects.get(pk=call.pk)


def give_rule(field: Field, **changes: object) -> Checking:
    field.edition.charter = field.edition.charter | {"checks": RULE | changes}
    field.edition.save(update_fields=["charter"])
    form = _read(field.edition.slug)
    FormVersion.objects.create(
        edition=field.edition, form_id=FORM, purpose=FORM, version=form.version, xform=form.xform, hash=form.hash,
        workbook_hash=form.workbook_hash, lists=list(form.lists),
    )  # fmt: skip
    return Checking(field)
