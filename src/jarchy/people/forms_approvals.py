"""The forms of approvals, letters, deputies and links to look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jarchy import people
from jarchy.charter.models import Edition, Organisation
from jarchy.foundation.texts import text_in
from jarchy.people import queries_approvals as queries
from jarchy.people import rules
from jarchy.people.actions import LetterSaid
from jarchy.people.models import Approval
from jarchy.people.wording import title_of

MOST_ROWS = 30


def grouped(registry: dict[str, Any], edition: Edition) -> list[tuple[str, Any]]:
    """Choices “kind:row”, those of a kind together under its title; a kind of one row stands for itself."""
    found: list[tuple[str, Any]] = []
    for kind, about in registry.items():
        rows = about.rows(edition)[:MOST_ROWS]
        if [row for row, _title in rows] in ([""], [kind]):
            found.append((f"{kind}:{rows[0][0]}", about.title))
        elif rows:
            found.append((str(about.title), [(f"{kind}:{row}", title) for row, title in rows]))
    return found


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **more)


def _choose(form: forms.Form, name: str, choices: Sequence[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


class LetterForm(forms.Form):
    """Number, day and scan of a letter."""

    number = forms.CharField(label=_("Number of the letter"), max_length=60)
    dated_on = _day(_("Day on the letter"))
    scan = forms.FileField(
        label=_("Scan"),
        required=False,
        help_text=_("PDF, JPEG or PNG, 10 MB at most. It can be added later."),
    )

    def letter(self) -> LetterSaid:
        said = self.cleaned_data
        scan = said["scan"].read() if said["scan"] else b""
        return LetterSaid(said["number"], said["dated_on"], scan)


class ManyByLetterForm(LetterForm):
    approvals = forms.MultipleChoiceField(
        label=_("It approves"), widget=forms.CheckboxSelectMultiple,
        help_text=_("With the beginning of each fingerprint: compare it with the sheet that was signed."),
    )  # fmt: skip

    def __init__(self, waiting: Sequence[Approval], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(
            self, "approvals", [(str(row.uuid), f"{title_of(row)} · {row.sha256[:8]}") for row in waiting]
        )


class WordingForm(LetterForm):
    """A letter that approves a wording until a day."""

    what = forms.ChoiceField(
        label=_("In the words of"),
        help_text=_("Of a sheet all but its numbers: the next one in these words is covered."),
    )
    organisation = forms.ChoiceField(label=_("Organisation"))
    until = _day(_("Until and with"))

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {body.slug: body for body in queries.leading_bodies(edition)}
        _choose(self, "what", grouped(people.approvals, edition))
        _choose(self, "organisation", [(slug, text_in(body.names)) for slug, body in self.bodies.items()])

    def chosen(self) -> dict[str, Any]:
        kind, _colon, row = self.cleaned_data["what"].partition(":")
        return {"kind": kind, "row": row, "until": self.cleaned_data["until"]}

    @property
    def body(self) -> Organisation:
        return self.bodies[self.cleaned_data["organisation"]]


class UntilForm(forms.Form):
    """A wording approved by click: until when."""

    until = _day(_("Until and with"), help_text=_("A year at most. You can end it on any day before."))


class DeputyForm(forms.Form):
    organisation = forms.ChoiceField(label=_("Stands in for the approver of"))
    account = forms.CharField(
        label=_("Who"), max_length=254, help_text=_("E-mail or phone with which she signs in here.")
    )
    since = _day(_("From"))
    until = _day(_("Until and with"))

    def __init__(self, bodies: Sequence[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {body.slug: body for body in bodies}
        _choose(self, "organisation", [(slug, text_in(body.names)) for slug, body in self.bodies.items()])

    @property
    def body(self) -> Organisation:
        return self.bodies[self.cleaned_data["organisation"]]


class LinkForm(forms.Form):
    label = forms.CharField(
        label=_("For whom"), max_length=120, help_text=_("An office rather than a name: “head of agency B”.")
    )
    what = forms.ChoiceField(label=_("What it shows"))
    days = forms.TypedChoiceField(label=_("Open for"), coerce=int, initial=7)

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "what", grouped(people.looks, edition))
        _choose(
            self, "days", [(n, ngettext("%(n)d day", "%(n)d days", n) % {"n": n}) for n in rules.LINK_DAYS]
        )

    def chosen(self) -> dict[str, Any]:
        """Arguments of actions.make_link."""
        kind, _colon, row = self.cleaned_data["what"].partition(":")
        return {
            "kind": kind,
            "row": row,
            "label": self.cleaned_data["label"],
            "days": self.cleaned_data["days"],
        }
