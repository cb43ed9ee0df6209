"""A later edition from an earlier one: days moved, results become rows of published.csv, facts are checked
again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jarchy.charter import results
from jarchy.charter.actions.saving import folder_of
from jarchy.charter.folder import (
    CAMPAIGN,
    CampaignFolder,
    EditionFacts,
    Folder,
    parts_in_order,
    read_folder,
    read_in_memory,
)
from jarchy.charter.folder.campaign_toml import SLUG, moved
from jarchy.charter.folder.rows import cells_of
from jarchy.charter.folder.specs import LESSONS, PUBLISHED, PUBLISHED_UNITS
from jarchy.charter.models import Edition, Indicator
from jarchy.charter.problems import Problems
from jarchy.charter.rules import CARRIED, EditionState, Result
from jarchy.formats.tables import Finding, Row, Table, read_table, write_table

YEARS = range(1900, 2200)  # in which a campaign may start, so that no day moved with it leaves the calendar


@dataclass(frozen=True)
class Forked:
    """Where the new folder lies, what its check says, and how many results became rows of published.csv."""

    path: Path
    findings: list[Finding]
    results: int
    moved_by_days: int
    results_as_of: date | None = None  # where the earlier campaign is not over yet


def new_folder(slug: str, source: str, *, starts: date, into: str | Path | None = None) -> Forked:
    """Write the folder of a later edition. `source` is a folder, or the id of a loaded edition (which knows
    results).

    A loaded edition is taken with what was changed on its pages. The new folder lies beside the old one
    unless
    `into` says where. Raises charter.wrong_slug, charter.no_source, charter.folder_there,
    charter.folder_at_fault.
    """
    if not SLUG.match(slug):
        raise Problems.wrong_slug(slug=slug)
    if starts.year not in YEARS:
        raise Problems.wrong_day(day=starts)
    edition = Edition.objects.filter(slug=Path(source).name).first()
    campaign = _source(source, edition)
    if edition is not None and edition.slug != campaign.slug:
        edition = None
    if slug == campaign.slug:  # loaded, it would write over the campaign that it was made from
        raise Problems.slug_taken(slug=slug)
    target = (
        Path(into) if into else (Path(source).parent if Path(source).is_dir() else Path("campaigns")) / slug
    )
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Problems.folder_there(folder=str(target))
    days = (starts - (campaign.draft.facts.starts or starts)).days
    as_of = _not_over_on(edition)
    folder = forked(campaign, slug, days, results_of(edition), as_of=as_of)
    target.mkdir(parents=True, exist_ok=True)
    folder.put_at(target)
    _, findings = read_folder(target)
    return Forked(target, findings, len(results_of(edition)), days, as_of)


def _source(source: str, edition: Edition | None) -> CampaignFolder:
    if edition is not None:
        campaign, findings = read_in_memory(folder_of(edition))
    elif Path(source).is_dir():
        campaign, findings = read_folder(source)
    elif (Path("campaigns") / source).is_dir():
        campaign, findings = read_folder(Path("campaigns") / source)
    else:
        raise Problems.no_source(source=source)
    errors = sum(finding.level == "error" for finding in findings)
    if errors:
        raise Problems.folder_at_fault(folder=source, errors=errors)
    return campaign


def source_of(source: str) -> CampaignFolder:
    """A loaded edition, or a folder. Raises charter.no_source, charter.folder_at_fault."""
    return _source(source, Edition.objects.filter(slug=Path(source).name).first())


def results_of(edition: Edition | None) -> list[Result]:
    """What the edition came to, in the order of its indicators; nothing where it was never loaded."""
    return [one for ask in results for one in ask(edition)] if edition is not None else []


def _not_over_on(edition: Edition | None) -> date | None:
    """The day of an edition whose figures may still change, None of one whose figures are final."""
    if edition is None or edition.state in (EditionState.FINAL, EditionState.ARCHIVED):
        return None
    return edition.today()


def forked(
    campaign: CampaignFolder, slug: str, days: int, came_to: list[Result], *, as_of: date | None = None
) -> Folder:
    """The new edition's files. Pure but for the definitions of the old edition's indicators."""
    folder = Folder(campaign.folder.files)
    folder.write(CAMPAIGN, _said_anew(moved(campaign.draft, slug, days), campaign, days).encode())
    for name, part in parts_in_order():
        for file, data in part.fork(campaign.data[name], days).items():
            folder.write(file, data)
    if "lessons.csv" in folder.files:
        folder.write("lessons.csv", with_lessons_carried(campaign))
    if came_to:
        table = read_table(folder.files["published.csv"], PUBLISHED, campaign.draft.facts.languages)
        folder.write("published.csv", with_results(table, campaign, came_to, as_of=as_of))
    return folder


def _said_anew(text: str, campaign: CampaignFolder, days: int) -> str:
    """The sentence of an example names its year; the new one names its own."""
    starts = campaign.draft.facts.starts
    if starts is None:
        return text
    old, new = str(starts.year), str(date.fromordinal(starts.toordinal() + days).year)
    return re.sub(r"(?ms)^\[example\].*?(?=^\[)", lambda found: found[0].replace(old, new), text)


def with_lessons_carried(campaign: CampaignFolder) -> bytes:
    """The recommendations that are not done with, each naming the campaign in which it was made."""
    facts = campaign.draft.facts
    table = read_table(campaign.folder.files["lessons.csv"], LESSONS, facts.languages)
    header = [*table.header, *(name for name in ("carried_from",) if name not in table.header)]
    lines = [
        Row(row.number, row.cells, {**row.raw, "carried_from": str(row["carried_from"] or facts.slug)})
        for row in table.rows
        if row["status"] in CARRIED
    ]
    return write_table(LESSONS, facts.languages, lines, header=header)


def with_results(
    table: Table, campaign: CampaignFolder, came_to: list[Result], *, as_of: date | None = None
) -> bytes:
    """published.csv with a row for each result, its qualifier kept; `as_of`: the day up to which was counted, of a
    campaign that is not over.
    """
    languages = campaign.draft.facts.languages
    facts, fields = campaign.draft.facts, campaign.draft.fields
    indicators = {
        one.slug: one for one in Indicator.objects.filter(edition__slug=facts.slug, is_retired=False)
    }
    taken = {str(row["id"]) for row in table.rows}
    lines = list(table.rows)
    for result in came_to:
        indicator = indicators.get(result.indicator)
        row_id = f"{facts.slug}-{result.indicator}"
        if indicator is None or row_id in taken:
            continue
        values = {
            "id": row_id,
            "series": _series(table),
            "series_name": fields["names"],
            "organiser": _leads(campaign),
            "of_edition": str(facts.starts.year) if facts.starts else "",
            "starts": facts.starts,
            "ends": _counted_until(facts, as_of),
            "indicator": result.indicator,
            "name": indicator.names,
            "qualifier": result.qualifier,
            "value": result.value,
            "unit": indicator.unit if indicator.unit in PUBLISHED_UNITS else "items",
            "geography": fields["country_names"],
            "comparable": "yes",
            "comparable_why": indicator.definitions,
            "source": _source_of(facts, as_of),
        }
        lines.append(Row(0, {}, _cells(values, languages)))
    return write_table(PUBLISHED, languages, lines, header=table.header or None)


def _counted_until(facts: EditionFacts, as_of: date | None) -> date | None:
    if as_of is None or facts.ends is None or facts.starts is None:
        return facts.ends
    return max(facts.starts, min(facts.ends, as_of))


def _source_of(facts: EditionFacts, as_of: date | None) -> str:
    said = [f"Jarchy, {facts.slug}"]
    said += [] if facts.live else ["illustrative"]
    said += [f"not final, as of {as_of}"] if as_of else []
    return ", ".join(said)


def _cells(values: Mapping[str, Any], languages: tuple[str, ...]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for column in PUBLISHED.columns:
        cells |= cells_of(PUBLISHED, column, values.get(column.name), languages)
    return cells


def _series(table: Table) -> str:
    """The campaign's own series: that of the first row, which a fork carries on."""
    return next((str(row["series"]) for row in table.rows if row["series"]), "own")


def _leads(campaign: CampaignFolder) -> dict[str, str]:
    rows = campaign.data["charter"].tables["organisations.csv"].rows
    leads = [row["name"] for row in rows if row["role"] == "lead" and isinstance(row["name"], Mapping)]
    languages = campaign.draft.facts.languages
    return {language: ", ".join(str(names.get(language, "")) for names in leads) for language in languages}
