"""The blank on which an organisation plans: its columns, the lists behind them, what is planned already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import override

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Organisation
from jarchy.fieldwork.models import Activity
from jarchy.fieldwork.rules import ActivityState
from jarchy.formats.blanks import Blank, BlankColumn, ListLine, write_blank
from jarchy.foundation.ids import uuid7
from jarchy.foundation.narrowing import Actor
from jarchy.foundation.texts import text_in
from jarchy.places.queries import settlement_rows, territory

NUMBER = "plan_number"
TOPICS = ("topics", "topics/2", "topics/3")
COHOSTS, SUPPORTER = "cohosts", "supported_by"  # as work_plan.csv calls them
YES_NO = "yes_no"
ORGANISATION = "organisation"
PLACES = ("rayon", "village")
LIST_OF = {  # column: the list behind it
    "kind": "kind", "venue": "venue", "audience": "audience", **dict.fromkeys(TOPICS, "topic"), "rayon": "rayon",
    "village": "village", "anybody": YES_NO, "announced": YES_NO, COHOSTS: ORGANISATION, SUPPORTER: ORGANISATION,
}  # fmt: skip
COLUMNS = (
    NUMBER, "date", "kind", "rayon", "village", "venue", "audience", *TOPICS, "expected", "team", "sessions",
    "anybody", "announced", COHOSTS, SUPPORTER,
)  # fmt: skip
MOST = {"expected": 20_000, "team": 200, "sessions": 32_767}  # as on the page and in work_plan.csv
ROWS = 100  # of new plans


def write_plan_blank(
    out: BinaryIO, edition: Edition, organisation: Organisation, language: str, *, by: Actor, rows: int = ROWS
) -> None:
    """What stands in the plan (as far as this actor sees it) comes first, a row each, so that it can be changed; then
    rows for what is new.
    """
    with override(language):
        lists = _lists(edition, language)
        shown = {name: {line.name: line.label for line in lines} for name, lines in lists.items()}
        planned = [_row_of(activity, shown, language) for activity in _planned(edition, organisation, by)]
        blank = Blank(
            title=_("Plan"),
            columns=_columns(edition),
            lists={name: lines for name, lines in lists.items() if name not in PLACES},
            long_lists={name: lists[name] for name in PLACES},
            rows=[*planned, *({NUMBER: str(uuid7())} for _row in range(rows))],
            about={"plan": edition.slug, "organisation": organisation.slug, "language": language},
            words_title=_("How to fill it in"),
            words=_words(organisation, edition, language),
            refusal_title=_("This does not fit"),
            refusal=_(
                "Choose from the list that opens in the cell; a day or a number must lie within its bounds."
            ),
        )
        write_blank(out, blank)


def _planned(edition: Edition, organisation: Organisation, by: Actor) -> Sequence[Activity]:
    rows = Activity.objects.visible_to(by).filter(
        edition=edition, organisation=organisation, state=ActivityState.PLANNED, is_retired=False
    )
    return list(rows.select_related("place", "region", "district").order_by("date", "pk"))


def _lists(edition: Edition, language: str) -> dict[str, list[ListLine]]:
    lists = {name: labels_of(edition, name, language) for name in ("kind", "venue", "audience", "topic")}
    lists[YES_NO] = [ListLine("yes", _("yes")), ListLine("no", _("no"))]
    lists[ORGANISATION] = organisations(edition, language)
    lists["rayon"] = rayons(edition, language)
    lists["village"] = villages(edition, language)
    return lists


def labels_of(edition: Edition, name: str, language: str) -> list[ListLine]:
    return [
        ListLine(slug, text_in(row.names, language) or slug)
        for slug, row in charter.choices(edition, name).items()
    ]


def organisations(edition: Edition, language: str) -> list[ListLine]:
    """All that take part; two of one name are told apart by their ids."""
    names = {
        part.organisation.slug: text_in(part.organisation.names, language) or part.organisation.slug
        for part in charter.organisations_of(edition)
    }
    times = Counter(name.casefold() for name in names.values())
    return [
        ListLine(slug, f"{name} [{slug}]" if times[name.casefold()] > 1 else name)
        for slug, name in names.items()
    ]


def rayons(edition: Edition, language: str) -> list[ListLine]:
    """Rayons and towns with their oblast and P-code, those of one oblast together."""
    found = []
    register = territory(edition.country)
    for place in register.districts:
        name = text_in(place.names, language)
        region = register.by_pcode[place.region_pcode]
        above = f", {text_in(region.names, language)}" if region.pcode != place.pcode else ""
        found.append(ListLine(place.pcode, f"{name}{above} [{place.pcode}]"))
    return found


def villages(edition: Edition, language: str) -> list[ListLine]:
    """Villages and towns with their P-code, those of one rayon together."""
    order = {line.name: (place, line.label) for place, line in enumerate(rayons(edition, language))}
    settlements = settlement_rows(language, edition.country)
    rows = [row for row in settlements if row["adm2"] in order and row["name"] not in order]
    rows.sort(key=lambda row: order[row["adm2"]][0])
    return [ListLine(row["name"], f"{row['label']} [{row['name']}]", order[row["adm2"]][1]) for row in rows]


def _row_of(activity: Activity, shown: dict[str, dict[str, str]], language: str) -> dict[str, object]:
    """What is planned, as the sheet says it."""
    topics = activity.topics
    parts = [_several(some, shown["topic"]) for some in (topics[:1], topics[1:2], topics[2:])]
    is_district = activity.district_id == activity.place_id
    village = "" if is_district else _place(activity.place, shown["village"], language)
    return {
        NUMBER: str(activity.uuid), "date": activity.date, "expected": activity.expected, "team": activity.team,
        "kind": shown["kind"].get(activity.kind, activity.kind),
        "venue": shown["venue"].get(activity.venue, activity.venue),
        "audience": shown["audience"].get(activity.audience, activity.audience),
        **dict(zip(TOPICS, parts, strict=False)),
        "rayon": _place(activity.district, shown["rayon"], language), "village": village,
        "anybody": shown[YES_NO]["yes" if is_for_anybody(activity) else "no"],
        "announced": shown[YES_NO]["yes" if is_announced(activity) else "no"], "sessions": activity.sessions,
        COHOSTS: _several(activity.cohosts, shown[ORGANISATION]),
        SUPPORTER: shown[ORGANISATION].get(activity.supported_by, activity.supported_by),
    }  # fmt: skip


def _several(slugs: Iterable[str], labels: dict[str, str]) -> str:
    """Of one whose label would look like two, the id."""
    said = {slug: labels.get(slug, slug) for slug in slugs}
    return "; ".join(slug if ";" in label else label for slug, label in said.items())


def is_for_anybody(activity: Activity) -> bool:
    """What its organisation says of it; venue and audience may close it all the same."""
    return activity.said_open is not False


def is_announced(activity: Activity) -> bool:
    return activity.announced if activity.said_announced is None else activity.said_announced


def _place(place, labels: dict[str, str], language: str) -> str:
    return labels.get(place.pcode) or f"{text_in(place.names, language)} [{place.pcode}]"


def label_of(column: str) -> str:
    """What is asked in a column."""
    return _labels()[column][0]


def labels() -> dict[str, str]:
    """What is asked in each column, by its name; a list's further columns as its first."""
    asked = {column: said[0] for column, said in _labels().items()}
    return asked | dict.fromkeys(TOPICS, asked[TOPICS[0]])


def _labels() -> dict[str, tuple[str, str, int]]:
    """What is asked in each column, a hint, and how wide it is."""
    return {
        NUMBER: (_("Number of the activity"), _("Leave it as it is: one row, one activity."), 12),
        "date": (_("On which day?"), _("A day of the campaign, as 2018-11-05."), 14),
        "kind": (_("What will it be?"), "", 26),
        "rayon": (_("Which rayon or town?"), "", 36),
        "village": (_("Which village?"), _("Choose the rayon first. Empty: the rayon or town itself."), 30),
        "venue": (_("At what kind of place?"), "", 24),
        "audience": (_("For whom?"), _("Empty: not said."), 24),
        "topics": (
            _("About what?"),
            _("Up to three topics here; more of them in one cell, with ; between."),
            28,
        ),
        "topics/2": ("…", "", 28),
        "topics/3": ("…", "", 28),
        "expected": (_("How many people do you expect?"), "", 12),
        "team": (_("How many of you go?"), _("Nobody goes alone: two at least."), 12),
        "anybody": (
            _("Anybody may come"),
            _("Empty: yes. Schools and homes are never shown one by one."),
            14,
        ),
        "announced": (_("Show it in public among the coming activities"), _("Empty: no."), 16),
        "sessions": (_("How many times that day?"), _("Empty: not said."), 12),
        COHOSTS: (
            _("Together with whom?"),
            _("Other organisations of the campaign; several of them in one cell, with ; between."),
            36,
        ),
        SUPPORTER: (_("Whose money is it?"), _("One organisation. Empty: nobody's, or not said."), 30),
    }


def _columns(edition: Edition) -> list[BlankColumn]:
    labels = _labels()
    bounds = {"date": (edition.prepares_from, edition.ends)}
    columns = []
    for name in COLUMNS:
        label, hint, width = labels[name]
        kind = "integer" if name in MOST else "date" if name == "date" else "text"
        least, most = bounds.get(name, (1, MOST[name]) if name in MOST else (None, None))
        columns.append(
            BlankColumn(
                name,
                label,
                hint,
                kind,
                lines=LIST_OF.get(name, ""),
                under="rayon" if name == "village" else "",
                least=least,
                most=most,
                width=width,
                is_strict=name not in (*TOPICS, COHOSTS),
            )  # fmt: skip
        )
    return columns


def _words(organisation: Organisation, edition: Edition, language: str) -> list[list[str]]:
    return [
        [f"{_('Plan')}: {text_in(organisation.names, language)}"],
        [text_in(edition.names, language)],
        [_("One row is one activity. What stands in the plan already comes first; what stays empty is passed over.")],
        [_("Leave the numbers as they are, and copy no row with its number. To change an activity, change its row.")],
        [_("Nothing is deleted by taking a row out. To call an activity off, open it in the plan.")],
        [_("Do not change the third row: by the names in it the columns are found again. Columns may be moved.")],
        [_("Several people may fill in copies of this sheet: send them all, they are put together.")],
        [_("The whole sheet is checked first. If anything is wrong, nothing is planned, and you are told each cell.")],
    ]  # fmt: skip
