"""What is typed into the pages of the plan, read and checked before an action gets it."""

from __future__ import annotations

import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jarchy.charter.models import Edition, Organisation
from jarchy.fieldwork.actions import PlannedActivity
from jarchy.fieldwork.models import Activity
from jarchy.fieldwork.queries.field import recent_places
from jarchy.fieldwork.queries.names import Names
from jarchy.foundation.texts import text_in
from jarchy.places import queries as places

ANOTHER = "another"


class PlanForm(forms.Form):
    """An activity that an organisation plans. The place is one of its last ones, or a name that is looked up."""

    use_required_attribute = True
    date = forms.DateField(
        label=_("On which day?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    kind = forms.ChoiceField(label=_("What will it be?"))
    place = forms.ChoiceField(label=_("Where?"), widget=forms.RadioSelect, required=False)
    place_name = forms.CharField(
        label=_("Name of the village, town or rayon"), required=False, max_length=120
    )
    venue = forms.ChoiceField(label=_("At what kind of place?"))
    audience = forms.ChoiceField(label=_("For whom?"), required=False)
    topics = forms.MultipleChoiceField(
        label=_("About what?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    expected = forms.IntegerField(
        label=_("How many people do you expect?"), min_value=1, max_value=20000, required=False
    )
    team = forms.IntegerField(label=_("How many of you go?"), min_value=1, max_value=200, required=False)
    is_open = forms.BooleanField(label=_("Anybody may come"), required=False)
    announced = forms.BooleanField(label=_("Show it in public among the coming activities"), required=False)

    def __init__(self, *args, edition: Edition, organisation: Organisation, names: Names, plan: Activity | None = None,
                 **kwargs):  # fmt: skip
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.edition, self.organisation, self.plan = edition, organisation, plan
        self.candidates: list[tuple[str, str]] = []
        first = ("", gettext("Choose"))
        self._choose("kind", [first, *names.kinds.items()])
        self._choose("venue", [first, *names.venues.items()])
        self._choose("audience", [("", gettext("not said")), *names.audiences.items()])
        self._choose("topics", list(names.topics.items()))
        known = [(pcode, text_in(texts)) for pcode, texts in recent_places(edition, organisation)]
        if plan and plan.place.pcode not in dict(known):
            known.insert(0, (plan.place.pcode, text_in(plan.place.names)))
        self._known = known
        self._offer(known)
        day = self.fields["date"].widget.attrs
        day["min"], day["max"] = edition.prepares_from.isoformat(), edition.ends.isoformat()
        for field in ("expected", "team"):
            self.fields[field].widget.attrs |= {"inputmode": "numeric", "class": "short"}

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _offer(self, known: list[tuple[str, str]]) -> None:
        self._choose("place", [*known, (ANOTHER, gettext("Another place"))])

    def clean_date(self) -> datetime.date:
        day = self.cleaned_data["date"]
        if not self.edition.prepares_from <= day <= self.edition.ends:
            raise forms.ValidationError(_("This day lies outside the campaign."))
        return day

    def clean(self) -> dict:
        """Find the place: one is taken, of several the right one is asked for, none is said."""
        said = super().clean() or {}
        chosen, name = said.get("place") or "", (said.get("place_name") or "").strip()
        if chosen and chosen != ANOTHER:
            said["pcode"] = chosen
            return said
        if not name:
            self.add_error("place", _("Choose a place, or write the name of another one."))
            return said
        found = [one for one in places.find(name, on=self.edition.today()) if not one.is_of_another_time]
        if len(found) == 1:
            said["pcode"] = found[0].pcode
        elif not found:
            self.add_error("place_name", _("No place of this name is known. Try the name of the rayon."))
        else:
            self.candidates = [(one.pcode, _with_path(one)) for one in found[:12]]
            self.add_error("place", _("Several places have this name. Which one do you mean?"))
            self._offer([*self._known, *(c for c in self.candidates if c[0] not in dict(self._known))])
        return said

    def planned(self) -> PlannedActivity:
        """What is planned, once it is valid."""
        said = self.cleaned_data
        return PlannedActivity(
            date=said["date"], pcode=said["pcode"], kind=said["kind"], venue=said["venue"], audience=said["audience"],
            topics=tuple(said["topics"]), cohosts=tuple(self.plan.cohosts) if self.plan else (),
            expected=said["expected"], team=said["team"], said_open=said["is_open"], announced=said["announced"],
            supported_by=self.plan.supported_by if self.plan else "",
            sessions=self.plan.sessions if self.plan else None,
        )  # fmt: skip

    def full_clean(self) -> None:
        """A place that was looked up before may be chosen now, though it is none of the last ones."""
        pcode = str(self.data.get("place") or "")
        if pcode and pcode not in dict(self._known) and pcode != ANOTHER and self.is_bound:
            looked_up = [
                one for one in places.find(str(self.data.get("place_name") or "")) if one.pcode == pcode
            ]
            if looked_up:
                self._offer([*self._known, (pcode, _with_path(looked_up[0]))])
        super().full_clean()


def _with_path(one: places.Candidate) -> str:
    above = ", ".join(text_in(texts) for texts in reversed(one.path))
    return f"{text_in(one.names)} ({above})" if above else text_in(one.names)


def said_of(plan: Activity) -> dict[str, object]:
    """An activity as the form shows it."""
    return {
        "date": plan.date, "kind": plan.kind, "place": plan.place.pcode, "venue": plan.venue, "audience": plan.audience,
        "topics": plan.topics, "expected": plan.expected, "team": plan.team,
        "is_open": plan.said_open is not False, "announced": plan.announced,
    }  # fmt: skip
