"""5W: who does what, where, when, for whom; with HXL tags and P-codes, as CSV or as a workbook.

`#reached` adds up to the figure of attendances of the position that the file names: the public one, or the exact one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.utils.translation import gettext

from jarchy.charter.models import Edition
from jarchy.formats.hxl import HxlColumn, age_attribute, hxl_csv, hxl_xlsx
from jarchy.formats.numbers import day_text
from jarchy.foundation.narrowing import NOBODY, Actor, Role
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Sight
from jarchy.publications import tables
from jarchy.publications.naming import Names, in_language
from jarchy.publications.telling import village_of

BETWEEN = "; "
Progress = Callable[[int], None]


@dataclass(frozen=True)
class FiveW:
    """A table ready to be written: `rows` come one by one, each as wide as `columns`."""

    columns: list[HxlColumn]
    rows: Iterator[list[object]]
    preamble: list[str]
    title: str
    file_name: str  # without its ending
    made_at: datetime


Column = tuple[HxlColumn, Callable[[Any], object]]


@in_language
def five_w(edition: Edition, language: str, *, sight: Sight, actor: Actor = NOBODY) -> FiveW:
    """The public's is of the last midnight, staff's of now and as far as `actor` may see."""
    look = ledger.look(edition, sight, is_live=False)
    position = look.position if sight is Sight.EXACT or ledger.published_position(edition) else None
    names = Names(edition, language, sight)
    columns = _columns(edition, names, _words())
    rows = tables["5w"](edition, sight=sight, position=position, actor=actor)
    return FiveW(
        columns=[column for column, _ in columns],
        rows=([cell(row) for _, cell in columns] for row in rows),
        preamble=_preamble(edition, language, look, sight, actor),
        title=f"5W {edition.slug}",
        file_name=file_name(edition, "5w" if sight is Sight.PUBLIC else "5w-exact", look),
        made_at=look.as_of,
    )


def five_w_csv(table: FiveW, progress: Progress | None = None) -> Iterator[str]:
    """The file in pieces."""
    return hxl_csv(table.columns, _watched(table.rows, progress), preamble=table.preamble)


def five_w_xlsx(table: FiveW, out: BinaryIO, progress: Progress | None = None) -> None:
    """Written to `out`, row by row."""
    rows = _watched(table.rows, progress)
    hxl_xlsx(out, table.columns, rows, title=table.title, made_at=table.made_at, preamble=table.preamble)


def _watched(rows: Iterator[list[object]], progress: Progress | None) -> Iterator[list[object]]:
    """The same rows; `progress` hears every five thousand, and the number of all at the end."""
    number = 0
    for number, row in enumerate(rows, start=1):
        yield row
        if progress and number % 5000 == 0:
            progress(number)
    if progress:
        progress(number)


def file_name(edition: Edition, what: str, look: ledger.Look) -> str:
    """As kg-2018-5w-2018-11-05: the day is that of the numbers."""
    return f"{edition.slug}-{what}-{look.as_of.astimezone(edition.zone).date().isoformat()}"


def _preamble(edition: Edition, language: str, look: ledger.Look, sight: Sight, actor: Actor) -> list[str]:
    day = day_text(look.as_of.astimezone(edition.zone).date(), language)
    if sight is Sight.PUBLIC:
        adds_up = gettext(
            "As of the midnight that began {day}, entry {position} of the journal. Reached adds up to the public"
            " number of attendances at this entry; rows outside the period are not counted."
        )
    elif sees_all(edition, actor):
        adds_up = gettext(
            "For the staff only. As of {day}, entry {position} of the journal. Reached adds up to the exact number"
            " of attendances at this entry; rows outside the period are not counted."
        )
    else:
        adds_up = gettext(
            "For the staff only. As of {day}, entry {position} of the journal. Only what you may see stands here:"
            " reached may add up to less than the campaign's number."
        )
    example = gettext("Example, illustrative: none of this was really held.")
    return [
        *([] if edition.live else [example]),
        f"{edition.names.get(language) or edition.slug} ({edition.slug})",
        adds_up.format(day=day, position=look.position),
    ]


def sees_all(edition: Edition, actor: Actor) -> bool:
    """Whether no row is narrowed away: the house, and a secretariat of all places and organisations."""
    grants = actor.grants_of(Role.SECRETARIAT, edition=edition.slug)
    return actor.is_house or any(not grant.places and not grant.organisation for grant in grants)


# --- columns


@dataclass(frozen=True)
class _Words:
    """Fixed words of the cells, in the file's language."""

    yes: str
    open: str
    closed: str
    sector: str
    several: str
    closed_together: str
    statuses: dict[str, str]
    phases: dict[str, str]
    sources: dict[str, str]


def _words() -> _Words:
    counted, plan = gettext("confirmed report"), gettext("plan")
    return _Words(
        yes=gettext("illustrative"),
        open=gettext("open"),
        closed=gettext("closed"),
        sector=gettext("Protection: prevention of trafficking in persons"),
        several=gettext("several kinds"),
        closed_together=gettext("Closed activities together"),
        statuses={
            "held": gettext("held"), "together": gettext("held"), "planned": gettext("planned"),
            "called_off": gettext("called off"), "reported": gettext("reported, not confirmed yet"),
        },
        phases={
            "": gettext("period"), "preparation": gettext("preparation"), "after": gettext("after the end"),
        },
        sources={
            "held": counted, "together": gettext("confirmed reports, put together"), "planned": plan,
            "called_off": plan, "reported": gettext("report"),
        },
    )  # fmt: skip


def _columns(edition: Edition, names: Names, words: _Words) -> list[Column]:
    """Column by column, with what its cell says of a row. An example's first says that it is one."""
    found: list[Column] = []
    if not edition.live:
        found.append((HxlColumn(gettext("illustrative"), "#meta+illustrative"), lambda row: words.yes))
    found += _what(names, words) + _when_and_where(edition, names, words) + _who(names, words)
    found += _for_whom(edition, names)
    found.append((HxlColumn(gettext("Source"), "#meta+source"), lambda row: words.sources[row.status]))
    if names.sight is Sight.EXACT:
        found.append((HxlColumn(gettext("Entry of the journal"), "#meta+id"), lambda row: row.position))
    return found


def _what(names: Names, words: _Words) -> list[Column]:
    def kind(row: Any) -> str:
        return (
            words.several
            if row.status == "together" and not row.kind
            else names.kinds.get(row.kind, row.kind)
        )

    def name(row: Any) -> str:
        what = words.closed_together if row.status == "together" else kind(row)
        where = names.places.get(village_of(row) or row.district or row.region, "")
        return ", ".join(part for part in (what, where) if part) if what else ""

    def open_or_closed(row: Any) -> str:
        return words.open if row.is_open else words.closed

    return [
        (HxlColumn(gettext("Code of the activity"), "#activity+code"), lambda row: row.code),
        (HxlColumn(gettext("Activity"), "#activity+name"), name),
        (HxlColumn(gettext("Kind"), "#activity+type"), kind),
        (HxlColumn(gettext("Code of the kind"), "#activity+type+code"), lambda row: row.kind),
        (HxlColumn(gettext("Open or closed"), "#activity+openness"), open_or_closed),
        (HxlColumn(gettext("Status"), "#status"), lambda row: words.statuses[row.status]),
        (HxlColumn(gettext("Code of the status"), "#status+code"), _status_code),
        (HxlColumn(gettext("Phase"), "#activity+phase"), lambda row: words.phases[row.phase]),
    ]


def _status_code(row: Any) -> str:
    return "held" if row.status == "together" else str(row.status)


def _when_and_where(edition: Edition, names: Names, words: _Words) -> list[Column]:
    def name_of(pcode: str) -> str:
        return names.places.get(pcode, "")

    return [
        (HxlColumn(gettext("First day"), "#date+start"), lambda row: row.since),
        (HxlColumn(gettext("Last day"), "#date+end"), lambda row: row.until),
        (HxlColumn(gettext("Code of the country"), "#country+code"), lambda row: edition.country),
        (HxlColumn(gettext("P-code of the oblast"), "#adm1+code"), lambda row: row.region),
        (HxlColumn(gettext("Oblast or city"), "#adm1+name"), lambda row: name_of(row.region)),
        (HxlColumn(gettext("P-code of the district"), "#adm2+code"), lambda row: row.district),
        (HxlColumn(gettext("District or town"), "#adm2+name"), lambda row: name_of(row.district)),
        (HxlColumn(gettext("P-code of the village"), "#loc+code"), lambda row: village_of(row)),
        (HxlColumn(gettext("Village or town"), "#loc+name"), lambda row: name_of(village_of(row))),
    ]


def _who(names: Names, words: _Words) -> list[Column]:
    lead = names.organisation(names.lead) if names.lead else ""

    def funder(row: Any) -> str:
        slug = names.telling.supporter(row)
        return names.organisation(slug) if slug else ""

    def topics(row: Any) -> str:
        return BETWEEN.join(names.topics.get(slug, slug) for slug in row.topics)

    return [
        (HxlColumn(gettext("Programme of"), "#org+prog+name"), lambda row: lead),
        (
            HxlColumn(gettext("Held by"), "#org+impl+name"),
            lambda row: BETWEEN.join(names.hosts(row)),
        ),
        (HxlColumn(gettext("Supported by"), "#org+funder+name"), funder),
        (HxlColumn(gettext("Sector"), "#sector"), lambda row: words.sector),
        (HxlColumn(gettext("Topics"), "#subsector"), topics),
    ]


def _for_whom(edition: Edition, names: Names) -> list[Column]:
    """Activities and attendances; by sex and by age, never both at once, for the staff only."""
    found: list[Column] = [
        (HxlColumn(gettext("Activities counted"), "#activity+num"), lambda row: row.activities),
        (HxlColumn(gettext("Reached (attendances)"), "#reached"), lambda row: row.reached),
    ]
    if names.sight is Sight.PUBLIC:
        return found
    found += [
        (HxlColumn(gettext("Women and girls"), "#reached+f"), lambda row: row.women),
        (HxlColumn(gettext("Men and boys"), "#reached+m"), lambda row: row.men),
    ]
    for band in edition.age_bands:
        ages = (band["age_from"], band["age_to"])
        header = names.text_of(band["names"]) or band["slug"]
        found.append((HxlColumn(header, f"#reached{age_attribute(*ages)}"), _of_ages(ages)))
    return found


def _of_ages(ages: tuple[int, int | None]) -> Callable[[Any], object]:
    return lambda row: row.ages.get(ages)
