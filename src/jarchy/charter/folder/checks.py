"""What can be wrong between the charter's own tables: sums, versions, reviews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from jarchy.charter import rules
from jarchy.charter.folder import specs
from jarchy.charter.folder.base import Context, error, warning
from jarchy.charter.folder.references import (
    days_outside,
    ends_before_it_starts,
    half_translated,
    unknown,
    unknown_references,
)
from jarchy.formats.table_values import nearest
from jarchy.formats.tables import Finding, Row, Table
from jarchy.words.guard import secrets_in

SMALLEST_WITH_FIGURES = 2  # level of rayons and towns
NOTES = specs.FIGURE_NOTES.file
NOT_ADDED = {"percent"}  # units of indicators whose parts are no summands


def faults_between(tables: Mapping[str, Table], context: Context, *, today: date) -> list[Finding]:
    """Everything that only shows when the tables are read together. `today`: the example's, or the
    clock's.
    """
    findings: list[Finding] = []
    for file, spec in specs.SPECS.items():
        findings += unknown_references(tables[file], spec, context)
        if spec is not specs.FIGURE_NOTES:  # what a day brings is said in one language first
            findings += half_translated(tables[file], spec, context.edition.languages)
    edition = context.edition
    findings += days_outside(
        tables["targets.csv"], specs.TARGETS, "date", since=edition.prepares_from, until=edition.ends
    )
    findings += days_outside(
        tables["organisations.csv"],
        specs.ORGANISATIONS,
        "since",
        since=edition.prepares_from,
        until=edition.reports_until,
    )
    for spec, starts, ends in (
        (specs.PUBLISHED, "starts", "ends"),
        (specs.FACTS, "valid_from", "valid_to"),
        (specs.ORGANISATIONS, "since", "until"),
        (specs.FIGURE_NOTES, "since", "until"),
    ):
        findings += ends_before_it_starts(tables[spec.file], spec, starts, ends)
    findings += _indicators(tables["indicators.csv"])
    findings += _usual_ranges(tables["kinds.csv"])
    findings += _targets(tables["targets.csv"], tables["indicators.csv"], context)
    findings += _same_target_twice(tables["targets.csv"])
    for file in ("published.csv", "facts.csv"):
        findings += _parts_of_a_total(tables[file], file)
    findings += _conflicts(tables["facts.csv"])
    findings += _helplines(tables["helplines.csv"], context, today)
    numbers = [str(row["number"]) for row in tables["helplines.csv"].rows if row["number"]]
    findings += _figure_notes(tables[NOTES], context.edition.languages, numbers)
    findings += _notes_of_villages(tables[NOTES], context)
    findings += _safeguarding(tables["safeguarding.csv"], context, today)
    return findings


def _figure_notes(table: Table, languages: Sequence[str], helplines: Sequence[str]) -> Iterator[Finding]:
    """A note says something, in every language if it can; it is public, and no telephone stands in it but helplines."""
    for row in table.rows:
        said = {code: row.raw.get(f"text_{code}", "").strip() for code in languages}
        if languages and not any(said.values()):
            column = f"text_{languages[0]}"
            yield error(NOTES, "table.text_missing", row=row.number, column=column, language=languages[0])
            continue
        for language, text in said.items():
            column = f"text_{language}"
            if not text:
                yield warning(
                    NOTES, "charter.note_untranslated", row=row.number, column=column, language=language
                )
            elif secrets_in(text, allowed=helplines):
                yield error(NOTES, "charter.note_has_secrets", row=row.number, column=column)


def _notes_of_villages(table: Table, context: Context) -> Iterator[Finding]:
    """No figure of a village is public, so nothing can be said beside one."""
    for row in table.rows:
        place = context.places.get(str(row["place"] or ""))
        if place is not None and place.level > SMALLEST_WITH_FIGURES:
            yield error(
                NOTES, "charter.note_place_too_small", row=row.number, column="place", value=row["place"]
            )


def _indicators(table: Table) -> Iterator[Finding]:
    first_with: dict[object, int] = {}
    for row in table.rows:
        number, computed, text = row["number"], row["computed"], row["part"]
        first = first_with.setdefault((number, row["version"]), row.number)
        if number and first != row.number:
            yield error(
                "indicators.csv",
                "charter.indicator_twice",
                row=row.number,
                column="number",
                value=number,
                first=first,
            )
        if isinstance(text, str) and rules.part_of_text(text) is None:
            yield error(
                "indicators.csv", "charter.part_unreadable", row=row.number, column="part", value=text
            )
        if computed and computed != rules.Computed.LATER and not row["measure"]:
            yield error(
                "indicators.csv",
                "charter.measure_missing",
                row=row.number,
                column="measure",
                computed=computed,
            )


def _usual_ranges(table: Table) -> Iterator[Finding]:
    for row in table.rows:
        low, high = row["usual_low"], row["usual_high"]
        if isinstance(low, int) and isinstance(high, int) and high < low:
            yield error(
                "kinds.csv", "charter.range_turned", row=row.number, column="usual_high", value=high, low=low
            )


def _targets(targets: Table, indicators: Table, context: Context) -> Iterator[Finding]:
    """Targets of parts that add up to more than the target of the place they lie in (or of the country)."""
    added = {
        row["id"]
        for row in indicators.rows
        if row["computed"] in (rules.Computed.SUM, rules.Computed.DISTINCT, rules.Computed.LATER)
        and row["unit"] not in NOT_ADDED
    }
    total: dict[tuple[object, str], Row] = {}
    parts: dict[tuple[object, str], list[Row]] = defaultdict(list)
    for row in targets.rows:
        if row["indicator"] not in added or row["of"] != "value" or not isinstance(row["value"], Decimal):
            continue
        pcode = row["place"] if isinstance(row["place"], str) else ""
        total.setdefault((row["indicator"], pcode), row)
        if pcode in context.places:
            parts[row["indicator"], context.places[pcode].parent].append(row)
    for key, rows in parts.items():
        if key in total:
            yield from _more_than(total[key], rows, "targets.csv")


def _same_target_twice(table: Table) -> Iterator[Finding]:
    first_with: dict[object, int] = {}
    for row in table.rows:
        if not row["indicator"]:
            continue
        first = first_with.setdefault((row["indicator"], row["place"], row["of"], row["date"]), row.number)
        if first != row.number:
            yield error(
                "targets.csv",
                "charter.target_twice",
                row=row.number,
                column="indicator",
                value=row["indicator"],
                first=first,
            )


def _parts_of_a_total(table: Table, file: str) -> Iterator[Finding]:
    by_id = {row["id"]: row for row in table.rows if row["id"]}
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in table.rows:
        whole = row["part_of"]
        if not isinstance(whole, str):
            continue
        if whole not in by_id or whole == row["id"]:
            near = nearest(whole, [str(slug) for slug in by_id if slug != row["id"]])
            better = {"better": near} if near else {}
            yield error(
                file, "charter.unknown_total", row=row.number, column="part_of", value=whole, **better
            )
        elif isinstance(row["value"], Decimal):
            parts[whole].append(row)
    for whole, rows in parts.items():
        if isinstance(by_id[whole]["value"], Decimal):
            yield from _more_than(by_id[whole], rows, file)


def _more_than(total: Row, rows: list[Row], file: str) -> Iterator[Finding]:
    """The finding stands at the total: it is the one number that disagrees with all the others."""
    values: list[Any] = [row["value"] for row in rows]
    adds_up, most = sum(values, Decimal()), Decimal(str(total["value"]))
    if adds_up > most:
        shown = total.raw.get("value", str(total["value"])).strip()
        numbers = ", ".join(str(row.number) for row in rows)
        yield error(
            file,
            "charter.parts_exceed_total",
            row=total.number,
            column="value",
            value=shown,
            parts=f"{adds_up:f}",
            rows=numbers,
        )


def _conflicts(table: Table) -> Iterator[Finding]:
    ids = {str(row["id"]) for row in table.rows}
    for row in table.rows:
        others = row["conflicts_with"]
        for slug in others if isinstance(others, tuple) else ():
            if slug not in ids:
                near = nearest(slug, list(ids))
                better = {"better": near} if near else {}
                yield error(
                    "facts.csv",
                    "charter.unknown_fact",
                    row=row.number,
                    column="conflicts_with",
                    value=slug,
                    **better,
                )


def _helplines(table: Table, context: Context, today: date) -> Iterator[Finding]:
    topics = context.lists.get("topics", {})
    for row in table.rows:
        about = row["about"]
        for slug in about if isinstance(about, tuple) else ():
            if topics and slug not in topics and slug not in specs.HELP_ABOUT:
                yield unknown("helplines.csv", row, "about", slug, "topics", [*topics, *specs.HELP_ABOUT])
        said, checked = row["source_date"], row["checked_on"]
        if not isinstance(said, date):
            continue
        due = rules.check_again_on(
            said, checked if isinstance(checked, date) else None, months=context.edition.review_months
        )
        if due <= today:
            days = (today - due) // timedelta(days=1)
            column = "checked_on" if checked else "source_date"
            yield warning(
                "helplines.csv",
                "charter.helpline_overdue",
                row=row.number,
                column=column,
                value=checked or said,
                number=row["number"],
                due=due,
                days=days,
            )


def _safeguarding(table: Table, context: Context, today: date) -> Iterator[Finding]:
    """A wrong number here is as bad as a wrong helpline. One that is made up must not be somebody's."""
    file, is_live = "safeguarding.csv", context.edition.live
    for row in table.rows:
        number, checked = row["number"], row["checked_on"]
        if isinstance(number, str) and row["illustrative"] and not rules.is_nobodys(number):
            yield error(file, "charter.somebodys_number", row=row.number, column="number", value=number)
        if is_live and row["illustrative"]:
            yield error(file, "charter.made_up_number", row=row.number, column="illustrative", value="yes")
        if is_live and number and not isinstance(checked, date):
            yield warning(file, "charter.number_not_rung", row=row.number, column="checked_on", number=number)
        elif is_live and isinstance(checked, date):
            due = rules.months_later(checked, context.edition.review_months)
            if due <= today:
                yield warning(
                    file, "charter.helpline_overdue", row=row.number, column="checked_on", value=checked,
                    number=number, due=due, days=(today - due).days,
                )  # fmt: skip
    if is_live and not any(row["number"] and not row["place"] for row in table.rows):
        yield warning(file, "charter.nobody_everywhere", column="place")
