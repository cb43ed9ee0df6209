"""What a row of somebody else's sheet answers in the activity report."""

from __future__ import annotations

from jarchy.charter.foreign import MeantRow
from jarchy.forms.purposes import ForeignAnswers
from jarchy.places.queries import NamedPlace

# What is answered where neither a column nor the mapping says anything.
_UNSAID = {"cohosts": "none", "guests": "none", "sessions": "1", "handed_out": "0"}


def answers_of(row: MeantRow) -> dict[str, str]:
    """By question; a place that nobody knows is not answered."""
    said, counts = row.row.said, row.row.counts
    answers = {
        **_UNSAID, "activity": "new", "held_on": row.row.day.isoformat() if row.row.day else "", **_place(row.place),
        **{name: said[name] for name in ("venue", "kind", "topics", "languages", "sessions") if said.get(name)},
        **{name: str(counts[name]) for name in ("total", "women", "handed_out") if name in counts},
    }  # fmt: skip
    answers.setdefault("topics", said.get("kind", ""))
    if not counts.get("total"):
        answers.pop("women", None)
    else:
        answers["counted"] = said.get("counted", "estimate")
    if said.get("guests"):
        answers["guests"] = said["guests"]
    return answers


def _place(place: NamedPlace | None) -> dict[str, str]:
    if place is None:
        return {}
    answers = {"adm1": place.region}
    if place.district and place.district != place.region:
        answers["adm2"] = place.district
        if place.is_settlement and place.pcode != place.district:
            answers["settlement"] = place.pcode
    return answers


ANSWERS = ForeignAnswers(
    answers_of,
    {
        "held_on": "date", "adm1": "adm1", "adm2": "adm2", "settlement": "adm3", "venue": "venue", "kind": "kind",
        "topics": "topics", "languages": "languages", "total": "total", "women": "women", "counted": "counted",
        "handed_out": "handed_out", "sessions": "sessions", "guests": "guests",
    },
)  # fmt: skip
