"""What is asked of whoever wants a document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Participation
from jarchy.foundation.texts import text_in
from jarchy.places.queries import territory
from jarchy.publications.rules import Door, Format, Kind
from jarchy.publications.wording import ALL, DOORS, FORMATS, KINDS

ALL_OF = "all-"


class MakeForm(forms.Form):
    """One choice of what; the place and the organisation are in the same list, so that nothing has to fit together."""

    what = forms.ChoiceField(label=_("Which document"))
    door = forms.ChoiceField(label=_("Who will read it"), widget=forms.RadioSelect, initial=Door.PUBLIC)
    language = forms.ChoiceField(label=_("Language"), widget=forms.RadioSelect)
    format = forms.ChoiceField(label=_("Format"), widget=forms.RadioSelect, initial=Format.PDF)

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        self.fields["what"].choices = _what(edition)  # type: ignore[attr-defined]
        self.fields["door"].choices = [(str(one), words) for one, words in DOORS.items()]  # type: ignore[attr-defined]
        self.fields["format"].choices = [(str(one), words) for one, words in FORMATS.items()]  # type: ignore[attr-defined]
        self.fields["language"].choices = [(code, names.get(code, code)) for code in edition.languages]  # type: ignore[attr-defined]
        self.fields["language"].initial = edition.languages[0]

    @property
    def asks_for_all(self) -> bool:
        return str(self.cleaned_data["what"]).startswith(ALL_OF)

    def asked(self) -> dict[str, Any]:
        """What make_document takes, or make_bundle where `asks_for_all`."""
        said = self.cleaned_data
        kind, _, key = str(said["what"]).removeprefix(ALL_OF).partition(":")
        asked: dict[str, Any] = {
            "kind": Kind(kind), "door": Door(said["door"]), "language": said["language"],
            "format": Format(said["format"]),
        }  # fmt: skip
        return asked | ({"place" if kind == Kind.OBLAST else "organisation": key} if key else {})


def _what(edition: Edition) -> list[tuple[str, Any]]:
    youth = charter.organisations_of(edition).filter(role=Participation.Role.YOUTH)
    organisations = {row.organisation.slug: text_in(row.organisation.names) for row in youth}
    return [
        (str(Kind.BRIEFING), str(KINDS[Kind.BRIEFING])),
        (str(Kind.AGENDA), str(KINDS[Kind.AGENDA])),
        *((f"{ALL_OF}{kind}", str(words)) for kind, words in ALL.items()),
        (
            str(KINDS[Kind.OBLAST]),
            [
                (f"{Kind.OBLAST}:{one.pcode}", text_in(one.names))
                for one in territory(edition.country).regions
            ],
        ),
        (
            str(KINDS[Kind.ORGANISATION]),
            [(f"{Kind.ORGANISATION}:{slug}", name) for slug, name in organisations.items()],
        ),
    ]
