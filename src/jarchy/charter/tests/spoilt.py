"""Ways in which people spoil a campaign's folder, and what check says of each: file, column, code."""

from __future__ import annotations

from collections.abc import Callable

from jarchy.charter.tests.conftest import Copy

Spoil = Callable[[Copy], int | None]


def rewritten(file: str, encoding: str) -> Spoil:
    def spoil(folder: Copy) -> None:
        path = folder.path / file
        path.write_bytes(path.read_text(encoding="utf-8").encode(encoding, errors="replace"))

    return spoil


def cell(file: str, row_id: str, **cells: str) -> Spoil:
    return lambda folder: folder.set(file, row_id, **cells)


def copied_row(file: str, row_id: str, **cells: str) -> Spoil:
    """The same row again at the end, perhaps otherwise."""

    def spoil(folder: Copy) -> int:
        rows = folder.rows(file)
        rows.append(next(row for row in rows if row["id"] == row_id) | cells)
        folder.write_rows(file, rows)
        return len(rows) + 1

    return spoil


def without(file: str) -> Spoil:
    return lambda folder: (folder.path / file).unlink()


def in_toml(old: str, new: str, row: int | None = None) -> Spoil:
    def spoil(folder: Copy) -> int | None:
        folder.edit("campaign.toml", old, new)
        lines = (folder.path / "campaign.toml").read_text(encoding="utf-8").split("\n")
        first = new.strip().split("\n")[0]
        return row or next(number for number, line in enumerate(lines, start=1) if first in line)

    return spoil


SPOILT: dict[str, tuple[Spoil, str, str | None, str]] = {
    "a place that is nowhere": (
        cell("targets.csv", "activities-naryn", place="KG04999000000"),
        "targets.csv",
        "place",
        "charter.unknown_place",
    ),
    "an organisation's place that is nowhere": (
        cell("organisations.csv", "youth-talas-1", place="KG07999000000"),
        "organisations.csv",
        "place",
        "charter.unknown_place",
    ),
    "a target for a place outside the edition": (
        cell("targets.csv", "activities-naryn", place="KZ10000000000"),
        "targets.csv",
        "place",
        "charter.place_outside",
    ),
    "an unknown organisation": (
        cell("organisations.csv", "youth-osh-1", successor_of="youth-osh-9"),
        "organisations.csv",
        "successor_of",
        "charter.unknown_organisation",
    ),
    "an unknown topic": (
        cell("facts.csv", "sign-debt", topic="forced_labor"),
        "facts.csv",
        "topic",
        "charter.unknown_topic",
    ),
    "an unknown topic of a helpline": (
        cell("helplines.csv", "189", about="migratoin"),
        "helplines.csv",
        "about",
        "charter.unknown_topic",
    ),
    "an unknown indicator": (
        cell("targets.csv", "districts", indicator="district"),
        "targets.csv",
        "indicator",
        "charter.unknown_indicator",
    ),
    "an unknown indicator not to be added to": (
        cell("indicators.csv", "views", not_to_be_added_to="atendances"),
        "indicators.csv",
        "not_to_be_added_to",
        "charter.unknown_indicator",
    ),
    "a day outside the period": (
        cell("targets.csv", "districts", date="2019-03-01"),
        "targets.csv",
        "date",
        "charter.outside_period",
    ),
    "an id that stands twice": (copied_row("venues.csv", "school"), "venues.csv", "id", "table.duplicate_id"),
    "another definition under the same version": (
        copied_row("indicators.csv", "views", id="views2"),
        "indicators.csv",
        "number",
        "charter.indicator_twice",
    ),
    "a text missing in Kyrgyz": (
        cell("topics.csv", "migration", name_ky=""),
        "topics.csv",
        "name_ky",
        "table.text_missing",
    ),
    "a reason without its Russian": (
        cell("reasons.csv", "trial", name_ru=" "),
        "reasons.csv",
        "name_ru",
        "table.text_missing",
    ),
    "an optional text in two languages of three": (
        cell("targets.csv", "on_time", why_ky=""),
        "targets.csv",
        "why_ky",
        "table.text_missing",
    ),
    "a number stored as text": (
        cell("targets.csv", "attendances", value="'15000"),
        "targets.csv",
        "value",
        "table.number_as_text",
    ),
    "a number with a space in it": (
        cell("targets.csv", "attendances", value="15 000"),
        "targets.csv",
        "value",
        "table.number_grouped",
    ),
    "a decimal comma": (
        cell("targets.csv", "on_time", value="80,5"),
        "targets.csv",
        "value",
        "table.decimal_comma",
    ),
    "a code that a spreadsheet mangled": (
        cell("targets.csv", "activities-naryn", place="4.1702E+13"),
        "targets.csv",
        "place",
        "table.mangled_number",
    ),
    "a day as a spreadsheet writes it": (
        cell("targets.csv", "districts", date="04.11.2018"),
        "targets.csv",
        "date",
        "table.wrong_date",
    ),
    "ӊ for ң": (
        cell("topics.csv", "migration", name_ky="Коӊшу өлкө"),
        "topics.csv",
        "name_ky",
        "table.wrong_letter",
    ),
    "a role that there is not": (
        cell("organisations.csv", "iom", role="partner"),
        "organisations.csv",
        "role",
        "table.unknown_choice",
    ),
    "targets of oblasts above the country's": (
        cell("targets.csv", "activities-osh", value="63"),
        "targets.csv",
        "value",
        "charter.parts_exceed_total",
    ),
    "parts of a published total above it": (
        cell("published.csv", "sana-sezim-calls-men", value="1460"),
        "published.csv",
        "value",
        "charter.parts_exceed_total",
    ),
    "a part of nothing": (
        cell("published.csv", "sana-sezim-calls-men", part_of="sana"),
        "published.csv",
        "part_of",
        "charter.unknown_total",
    ),
    "a target that is set twice": (
        copied_row("targets.csv", "on_time", id="on_time-again"),
        "targets.csv",
        "indicator",
        "charter.target_twice",
    ),
    "a usual range turned round": (
        cell("kinds.csv", "talk", usual_low="90"),
        "kinds.csv",
        "usual_high",
        "charter.range_turned",
    ),
    "a fact in conflict with nothing": (
        cell("facts.csv", "law-abduction-2017", conflicts_with="law-abduction"),
        "facts.csv",
        "conflicts_with",
        "charter.unknown_fact",
    ),
    "a law that ends before it begins": (
        cell("facts.csv", "law-nikah-minor-2016", valid_to="2015-01-01"),
        "facts.csv",
        "valid_to",
        "charter.ends_before_starts",
    ),
    "a part that says nothing": (
        cell("indicators.csv", "women_share", part="women"),
        "indicators.csv",
        "part",
        "charter.part_unreadable",
    ),
    "a computed indicator without a measure": (
        cell("indicators.csv", "activities", measure=""),
        "indicators.csv",
        "measure",
        "charter.measure_missing",
    ),
    "a telephone number with letters": (
        cell("helplines.csv", "112", number="one-one-two"),
        "helplines.csv",
        "number",
        "table.wrong_phone",
    ),
    "a target below nothing": (
        cell("targets.csv", "attendances", value="-15000"),
        "targets.csv",
        "value",
        "table.number_out_of_range",
    ),
    "fewer people than none in what was published": (
        cell("published.csv", "2017-people", value="-1"),
        "published.csv",
        "value",
        "table.number_out_of_range",
    ),
    "a usual range that begins below nothing": (
        cell("kinds.csv", "talk", usual_low="-1"),
        "kinds.csv",
        "usual_low",
        "table.number_out_of_range",
    ),
    "ӊ for ң on the campaign's page": (
        in_toml('ky = "Европа Биримдиги', 'ky = "Жаӊы Европа Биримдиги'),
        "campaign.toml",
        "funding.ky",
        "table.wrong_letter",
    ),
    "facts to be checked again in the year 80,000": (
        in_toml("review_months = 6", "review_months = 999999"),
        "campaign.toml",
        "rules.review_months",
        "charter.toml_out_of_range",
    ),
    "a telephone in what stands beside a figure": (
        cell("figure_notes.csv", "talas-snow", text_en="fewer, ask 0555 123456"),
        "figure_notes.csv",
        "text_en",
        "charter.note_has_secrets",
    ),
    "a note on a figure that says nothing": (
        cell("figure_notes.csv", "talas-snow", text_ky="", text_ru="", text_en=""),
        "figure_notes.csv",
        "text_ky",
        "table.text_missing",
    ),
    "a note on a figure that nobody counts": (
        cell("figure_notes.csv", "talas-snow", indicator="atendances"),
        "figure_notes.csv",
        "indicator",
        "charter.unknown_indicator",
    ),
    "a note on days that end before they begin": (
        cell("figure_notes.csv", "talas-snow", until="2018-10-01"),
        "figure_notes.csv",
        "until",
        "charter.ends_before_starts",
    ),
    "more than all confirmed reports looked at again": (
        in_toml("second_look_percent = 5", "second_look_percent = 101"),
        "campaign.toml",
        "review.second_look_percent",
        "charter.toml_out_of_range",
    ),
    "telephones in texts no longer noticed": (
        in_toml("weight_personal_data = 8", "weight_personal_data = 0"),
        "campaign.toml",
        "flags.weight_personal_data",
        "charter.toml_out_of_range",
    ),
    "a threshold in words": (
        in_toml("round_from = 50", 'round_from = "fifty"'),
        "campaign.toml",
        "flags.round_from",
        "charter.toml_out_of_range",
    ),
    "a misspelt threshold": (
        in_toml("times_usual = 2", "time_usual = 2"),
        "campaign.toml",
        "flags.time_usual",
        "charter.toml_unknown_key",
    ),
    "an hour that no clock shows": (
        in_toml('at = "16:00"', 'at = "25:00"'),
        "campaign.toml",
        "briefing.at",
        "charter.toml_wrong",
    ),
    "a weekly sheet in a language that the campaign does not speak": (
        in_toml('languages = ["ky", "ru"]\nformats', 'languages = ["tg"]\nformats'),
        "campaign.toml",
        "briefing.languages",
        "charter.toml_wrong",
    ),
    "a misspelt wish for the weekly sheet": (
        in_toml('weekday = "friday"', 'weekdays = "friday"'),
        "campaign.toml",
        "briefing.weekdays",
        "charter.toml_unknown_key",
    ),
    "a share of reports to check that is more than all": (
        in_toml("share = 0.10", "share = 10"),
        "campaign.toml",
        "checks.share",
        "charter.toml_wrong",
    ),
    "a seed written where its SHA-256 belongs": (
        in_toml('seed_sha256 = "', 'seed_sha256 = "my seed "  # "'),
        "campaign.toml",
        "checks.seed_sha256",
        "charter.toml_wrong",
    ),
    "a rule of calls to check without its least": (
        in_toml("least_per_oblast = 3", ""),
        "campaign.toml",
        "checks.least_per_oblast",
        "charter.toml_missing",
    ),
    "a body that must approve and is nowhere": (
        in_toml('by = ["youth-agency"', 'by = ["youth-agancy"'),
        "campaign.toml",
        "approvals.briefing.by",
        "charter.unknown_organisation",
    ),
    "a body that must approve and has no say": (
        in_toml('by = ["youth-agency"', 'by = ["unodc"'),
        "campaign.toml",
        "approvals.briefing.by",
        "charter.cannot_approve",
    ),
    "something to approve that there is not": (
        in_toml("[approvals.briefing]", "[approvals.breifing]"),
        "campaign.toml",
        "approvals.breifing",
        "charter.toml_unknown_key",
    ),
    "an answer that is due in years": (
        in_toml("due_days = 2", "due_days = 900"),
        "campaign.toml",
        "approvals.briefing.due_days",
        "charter.toml_wrong",
    ),
    "an approval by a word": (
        in_toml('by = ["youth-agency", "migration-service"]', 'by = "youth-agency"'),
        "campaign.toml",
        "approvals.briefing.by",
        "charter.toml_wrong",
    ),
    "campaign.toml with an open quotation mark": (
        in_toml('country = "KG"', 'country = "KG'),
        "campaign.toml",
        None,
        "charter.toml",
    ),
    "a period that ends before it starts": (
        in_toml("ends = 2018-12-10", "ends = 2018-08-10"),
        "campaign.toml",
        "ends",
        "charter.days_out_of_order",
    ),
    "a day in quotation marks": (
        in_toml("starts = 2018-09-10", 'starts = "2018-09-10"'),
        "campaign.toml",
        "starts",
        "charter.toml_not_a_day",
    ),
    "an example without a today": (
        in_toml("today = 2018-11-05", "# 2018-11-05"),
        "campaign.toml",
        "today",
        "charter.toml_missing",
    ),
    "a misspelt key": (
        in_toml("keep_evidence_until", "keep_evidence_untill"),
        "campaign.toml",
        "keep_evidence_untill",
        "charter.toml_unknown_key",
    ),
    "a country that is none": (
        in_toml('time_zone = "Asia/Bishkek"', 'time_zone = "Asia/Frunze"'),
        "campaign.toml",
        "time_zone",
        "charter.toml_time_zone",
    ),
    "a campaign without its Russian name": (
        in_toml('ru = "100 дней против торговли людьми"\n', ""),
        "campaign.toml",
        "name.ru",
        "table.text_missing",
    ),
    "a gap between the ages": (
        in_toml("from = 18", "from = 20"),
        "campaign.toml",
        "age_bands",
        "charter.age_bands",
    ),
    "people's data deleted before the figures are final": (
        in_toml("delete_people_on = 2019-04-15", "delete_people_on = 2018-04-15"),
        "campaign.toml",
        "delete_people_on",
        "charter.days_out_of_order",
    ),
}
