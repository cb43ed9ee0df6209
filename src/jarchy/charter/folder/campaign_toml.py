"""campaign.toml: the edition's own page. Read strictly, every fault with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jarchy.charter import kinds_to_approve, rules, thresholds
from jarchy.charter.folder.base import CAMPAIGN, EditionFacts, Folder, FundingRules, error, warning
from jarchy.charter.folder.calls_to_check import CHECKS, faults_of_checks, kept_checks, without_seed
from jarchy.formats.table_bytes import decoded
from jarchy.formats.table_values import nearest, with_right_letters
from jarchy.formats.tables import Finding

DAYS_IN_ORDER = ("prepares_from", "starts", "ends", "reports_until", "final_on")
OTHER_DAYS = ("delete_people_on", "keep_evidence_until", "conference_on")
TEXTS = ("name", "slogan", "country_name", "example")  # tables of words by language
MAY_LACK = ("slogan",)  # a campaign may have none; where there is one it is there in every language
PAGES = ("order", "programme", "funding")  # kept for pages as they are
# What may stand in the file; docs/reference is written from this.
KNOWN: dict[str, str] = {
    "slug": "the campaign's short name, as kg-2018: in addresses and commands",
    "languages": 'of the site, as ["ky", "ru", "en"]; the first is the default; every text is there in each',
    "country": "ISO 3166-1 alpha-2; its P-codes begin with it",
    "time_zone": "IANA name; it makes the day",
    "live": "true: the clock's day, helplines may be shown; false: an example, said on every page",
    "today": "day on which an example first stops; loading again never moves it",
    "revision": "written by charter save: how often page changes came back into the folder",
    "prepares_from": "first day of preparation; what is held before `starts` counts apart",
    "starts": "first day of the period",
    "ends": "last day of the period; what is held after it counts apart",
    "reports_until": "last day on which late reports are taken",
    "final_on": "day on which figures become final",
    "delete_people_on": "day on which people's data are deleted",
    "keep_evidence_until": "day until which reports are kept",
    "conference_on": "day of the closing conference",
    "name": "[name] the campaign's name by language",
    "slogan": "[slogan] by language; our_translation: languages in which the words are ours; source",
    "country_name": "[country_name] by language",
    "example": "[example] the sentence on every page while live = false, by language",
    "order": "[order] the order that the campaign rests on: known, number, source",
    "programme": "[programme] of which the campaign is a part, by language; starts, ends, source",
    "funding": "[funding] who pays, by language; source; emblem (id of logos.csv), as_large_as_largest, sentence_in",
    "activity_languages": "[activity_languages.ky] languages in which activities are held, named by language",
    "age_bands": "[[age_bands]] id, question (of the form), from, to (none: and older), named by language",
    "youth": "[youth] from, to: the ages that count as youth",
    "rules": thresholds.says("rules"),
    "review": thresholds.says("review"),
    "briefing": "[briefing] the weekly sheet, if wished: weekday, at, door (public, official), languages, formats",
    "from_sheet": "[from_sheet] file, mapping: the sheet that the campaign was made of; its territory only adds places",
    "approvals": "[approvals.<kind>] by: ids of the leading bodies or authorities that must agree; due_days (2)",
    "checks": '[checks] calls to check: share, least_per_oblast, seed_sha256 (until a seed is made: ""), phone_days',
    "flags": thresholds.says("flags"),
}
WISHES: dict[str, tuple[str, ...]] = {
    "weekday": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    "door": ("public", "official"),
    "formats": ("docx", "pdf"),
}
DUE_DAYS_MOST = 60
HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z")
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,49}\Z")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?\Z")


@dataclass(frozen=True)
class EditionDraft:
    """What campaign.toml says, ready to be kept; `fields` are the columns of Edition."""

    facts: EditionFacts
    fields: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    revision: int = 0


def read_campaign(folder: Folder) -> tuple[EditionDraft, list[Finding]]:
    """The edition, with everything that is wrong with the file; an empty one where nothing could be read."""
    data = folder.read(CAMPAIGN)
    if data is None:
        return _nothing(), [error(CAMPAIGN, "table.file_missing")]
    text, found = decoded(data)
    findings = [error(CAMPAIGN, "table.encoding", found=found)] if found else []
    try:
        said = tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as fault:  # not TOML, or a number or a nesting without end
        line = re.search(r"at line (\d+)", str(fault))
        row = int(line[1]) if line else None
        if isinstance(fault, tomllib.TOMLDecodeError) and line is None:  # “at end of document”
            row = text.count("\n") + 1
        return _nothing(), [
            *findings,
            error(CAMPAIGN, "charter.toml", row=row, why=re.sub(r" \(at .*", "", str(fault))),
        ]
    reading = _Reading(text, said)
    draft = reading.draft()
    return draft, [*findings, *reading.findings]


def _nothing() -> EditionDraft:
    none = None
    return EditionDraft(
        EditionFacts("", "", (), False, none, none, none, none, none, none, rules.REVIEW_MONTHS, {})
    )


class _Reading:
    """One reading of the file: gathers findings as it goes."""

    def __init__(self, text: str, said: dict[str, Any]) -> None:
        self.text, self.said = text, said
        self.findings: list[Finding] = []
        self.languages: tuple[str, ...] = ()

    def draft(self) -> EditionDraft:
        self.unknown_keys()
        slug = self.word("slug", SLUG)
        self.languages = self.language_list()
        days = {name: self.day(name, required=True) for name in DAYS_IN_ORDER}
        others = {name: self.day(name, required=False) for name in OTHER_DAYS}
        live = self.flag("live")
        today = self.day("today", required=not live)
        self.order_of({**days, **others, "today": today})
        words = {name: self.texts(name, self.said.get(name), required=name not in MAY_LACK) for name in TEXTS}
        settings = self.settings()
        bands = self.age_bands()
        spoken = self.activity_languages()
        zone = self.time_zone()
        country = self.word("country", re.compile(r"[A-Z]{2}\Z"))
        approvals = self.approvals()
        facts = EditionFacts(
            slug=slug, country=country, languages=self.languages, live=live, today=today, **days,
            review_months=settings["review_months"], activity_languages=spoken,
            age_questions=tuple(band["question"] for band in bands), has_checks="checks" in self.said,
            approvers=tuple(
                (f"approvals.{kind}.by", slug, self.line_of(f"approvals.{kind}.by"))
                for kind, said in approvals.items() for slug in said.get("by", ())
            ), funding=self.funding(),
            is_from_sheet=isinstance(self.said.get("from_sheet"), dict),
        )  # fmt: skip
        fields = {
            "slug": slug,
            "country": country,
            "languages": list(self.languages),
            "time_zone": zone,
            "live": live,
            "folder_today": None if live else today,
            "names": words["name"],
            "slogans": words["slogan"],
            "country_names": words["country_name"],
            "activity_languages": spoken,
            "age_bands": bands,
            "settings": settings,
            "charter": self.pages(words["example"], others["conference_on"]) | _given("approvals", approvals),
            "delete_people_on": others["delete_people_on"],
            "keep_evidence_until": others["keep_evidence_until"],
            **days,
        }
        return EditionDraft(facts, fields, self.text, self.whole("revision", self.said.get("revision", 0)))

    # What one cell may be

    def say(self, code: str, key: str, value: object = None, **params: object) -> None:
        """`key` as "rules.review_months": the finding's column; its line is looked up in the text."""
        shown = None if isinstance(value, dict | list) else value
        self.findings.append(error(CAMPAIGN, code, row=self.line_of(key), column=key, value=shown, **params))

    def line_of(self, key: str) -> int | None:
        """The line on which a key of a table, or the table itself, stands; the first of several."""
        *table, name = key.split(".")
        at = 0
        if table:
            head = re.search(rf"(?m)^\s*\[+\s*{re.escape('.'.join(table))}\s*\]+", self.text)
            if head is None:
                # A table below a table that has no line of its own: [approvals.briefing].
                own = re.search(rf"(?m)^[ \t]*\[+[ \t]*{re.escape(key)}[ \t]*\]+", self.text)
                return self.text.count("\n", 0, own.start()) + 1 if own else None
            at = head.end()
        found = re.compile(rf"(?m)^\s*(?:\[+\s*)?{re.escape(name)}(?:\s*=|\s*\]|\.)").search(self.text, at)
        place = found.start() + len(found[0]) - len(found[0].lstrip()) if found else at
        return self.text.count("\n", 0, place) + 1 if found or table else None

    def unknown_keys(self) -> None:
        for key in self.said:
            if key not in KNOWN:
                near = nearest(key, sorted(KNOWN))
                self.say("charter.toml_unknown_key", key, key, **({"better": near} if near else {}))

    def word(self, name: str, pattern: re.Pattern[str]) -> str:
        value = self.said.get(name)
        if value is None:
            self.say("charter.toml_missing", name)
        elif not isinstance(value, str) or not pattern.match(value):
            self.say("charter.toml_wrong", name, value)
        else:
            return value
        return ""

    def flag(self, name: str) -> bool:
        value = self.said.get(name, False)
        if not isinstance(value, bool):
            self.say("charter.toml_wrong", name, value)
        return value is True

    def whole(self, name: str, value: Any, *, most: int = 1_000_000) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            self.say("charter.toml_wrong", name, value)
            return 0
        return value

    def threshold(self, name: str, value: Any, may_be: thresholds.Threshold) -> int:
        """A whole number within its bounds; what is usual where it is none."""
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not is_whole or not may_be.least <= value <= may_be.most:
            self.say("charter.toml_out_of_range", name, value, least=may_be.least, most=may_be.most)
            return may_be.usual
        return int(value)

    def day(self, name: str, *, required: bool) -> date | None:
        value = self.said.get(name)
        if value is None:
            if required:
                self.say("charter.toml_missing", name)
        elif isinstance(value, datetime) or not isinstance(value, date):
            self.say("charter.toml_not_a_day", name, value)
        else:
            return value
        return None

    def table(self, name: str) -> dict[str, Any]:
        value = self.said.get(name, {})
        if not isinstance(value, dict):
            self.say("charter.toml_wrong", name, value)
            return {}
        return value

    def tables(self, name: str) -> list[dict[str, Any]]:
        value = self.said.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.say("charter.toml_wrong", name, value)
            return []
        return value

    def time_zone(self) -> str:
        value = self.said.get("time_zone")
        try:
            ZoneInfo(value if isinstance(value, str) else "")
        except (OSError, ValueError, KeyError):  # KeyError: no such zone
            self.say("charter.toml_time_zone" if value else "charter.toml_missing", "time_zone", value)
            return "UTC"
        return str(value)

    def language_list(self) -> tuple[str, ...]:
        value = self.said.get("languages")
        if not value or not isinstance(value, list):
            self.say("charter.toml_missing", "languages")
            return ()
        good = [code for code in value if isinstance(code, str) and LANGUAGE.match(code)]
        if len(good) < len(value) or len(set(good)) < len(good):
            self.say("charter.toml_wrong", "languages", ", ".join(map(str, value)))
        return tuple(dict.fromkeys(good))

    def texts(self, key: str, value: object, *, required: bool = True) -> dict[str, str]:
        """Words in each of the edition's languages; other keys of the table (source ...) are passed over."""
        if value is None and not required:
            return {}
        table = value if isinstance(value, dict) else {}
        words: dict[str, str] = {}
        for language in self.languages:
            text = table.get(language)
            if not isinstance(text, str) or not text.strip():
                at = f"{key}.{language}"
                self.findings.append(
                    error(
                        CAMPAIGN,
                        "table.text_missing",
                        row=self.line_of(at) or self.line_of(key),
                        column=at,
                        language=language,
                    )
                )
                continue
            self.letter(f"{key}.{language}", text)
            words[language] = text.strip()
        return words

    def letter(self, key: str, text: str) -> None:
        if (better := with_right_letters(text)) != text:
            self.say("table.wrong_letter", key, text, better=better)

    def letters(self, name: str, table: Mapping[str, Any]) -> None:
        for key, text in table.items():
            if isinstance(text, str):
                self.letter(f"{name}.{key}", text)

    def youth(self) -> dict[str, int]:
        """The ages that count as youth; {} where the campaign does not say."""
        table = self.table("youth")
        ages: dict[str, int] = {
            name: self.whole(f"youth.{name}", table[name], most=150)
            for name in ("from", "to")
            if name in table
        }
        if ages.get("from", 0) > ages.get("to", 150):
            self.say("charter.toml_wrong", "youth.to", ages["to"])
        return ages

    def funding(self) -> FundingRules:
        """The funder's rules; its sentence in each language that they name."""
        table = self.table("funding")
        emblem, large = table.get("emblem", ""), table.get("as_large_as_largest", True)
        said = table.get("sentence_in", [])
        if not isinstance(emblem, str) or (emblem and not SLUG.match(emblem)):
            self.say("charter.toml_wrong", "funding.emblem", emblem)
            emblem = ""
        if not isinstance(large, bool):
            self.say("charter.toml_wrong", "funding.as_large_as_largest", large)
        if not isinstance(said, list) or not all(one in self.languages for one in said):
            self.say("charter.toml_wrong", "funding.sentence_in", str(said))
            said = []
        lacks = [one for one in said if not str(table.get(one, "")).strip()]
        self.findings += [
            error(
                CAMPAIGN,
                "table.text_missing",
                row=self.line_of("funding"),
                column=f"funding.{one}",
                language=one,
            )
            for one in lacks
        ]
        return FundingRules(emblem, self.line_of("funding.emblem"), large is not False, tuple(said))

    def briefing(self) -> dict[str, Any]:
        """When the weekly sheet writes itself, at which door, in which languages and formats."""
        wish: dict[str, Any] = {
            "weekday": "friday", "at": "16:00", "door": "public", "languages": list(self.languages),
            "formats": ["docx", "pdf"],
        }  # fmt: skip
        for name, value in self.table("briefing").items():
            if name not in wish:
                near = nearest(name, list(wish))
                more = {"better": near} if near else {}
                self.say("charter.toml_unknown_key", f"briefing.{name}", name, **more)
            elif not self.may_be_wished(name, value):
                self.say("charter.toml_wrong", f"briefing.{name}", value)
            else:
                wish[name] = value
        return wish

    def approvals(self) -> dict[str, dict[str, Any]]:
        """Who must agree to which kind of thing, and in how many days an answer is due: {kind: {"by", "due_days"}}."""
        kept: dict[str, dict[str, Any]] = {}
        for kind, said in self.table("approvals").items():
            at = f"approvals.{kind}"
            if kind not in kinds_to_approve:
                near = nearest(kind, kinds_to_approve)
                self.say("charter.toml_unknown_key", at, kind, **({"better": near} if near else {}))
            elif not isinstance(said, dict):
                self.say("charter.toml_wrong", at, said)
            else:
                kept[kind] = self.approval(at, said)
        return kept

    def approval(self, at: str, said: Mapping[str, Any]) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for name, value in said.items():
            if name == "due_days":
                kept[name] = self.whole(f"{at}.{name}", value, most=DUE_DAYS_MOST)
            elif name != "by":
                near = nearest(name, ["by", "due_days"])
                self.say(
                    "charter.toml_unknown_key", f"{at}.{name}", name, **({"better": near} if near else {})
                )
            elif isinstance(value, list) and value and all(isinstance(one, str) for one in value):
                kept[name] = value
            else:
                self.say("charter.toml_wrong", f"{at}.{name}", value)
        return kept

    def may_be_wished(self, name: str, value: object) -> bool:
        if name == "at":
            return isinstance(value, str) and bool(HOUR.match(value))
        if name in ("weekday", "door"):
            return value in WISHES[name]
        known = self.languages if name == "languages" else WISHES[name]
        return isinstance(value, list) and bool(value) and all(one in known for one in value)

    def checks(self) -> dict[str, Any]:
        """The rule by which calls to check are drawn; {} where anything of it is at fault."""
        table = self.table("checks")
        for name in table:
            if name not in CHECKS:
                near = nearest(name, list(CHECKS))
                more = {"better": near} if near else {}
                self.say("charter.toml_unknown_key", f"checks.{name}", name, **more)
        faults = list(faults_of_checks(table))
        for name in faults:
            code = "charter.toml_wrong" if name in table else "charter.toml_missing"
            self.say(code, f"checks.{name}", table.get(name))
        if faults:
            return {}
        if not table["seed_sha256"]:
            row = self.line_of("checks.seed_sha256")
            self.findings.append(
                warning(CAMPAIGN, "charter.checks_without_seed", row=row, column="checks.seed_sha256")
            )
        return kept_checks(table)

    # What the tables say

    def order_of(self, days: Mapping[str, date | None]) -> None:
        pairs = [*zip(DAYS_IN_ORDER, DAYS_IN_ORDER[1:], strict=False), ("prepares_from", "today")]
        pairs += [("final_on", "delete_people_on"), ("final_on", "keep_evidence_until")]
        for earlier, later in pairs:
            first, second = days.get(earlier), days.get(later)
            if first and second and second < first:
                self.say("charter.days_out_of_order", later, second, earlier=earlier, day=first)

    def settings(self) -> dict[str, int]:
        """Rules and thresholds in one dictionary, whole numbers."""
        settings: dict[str, int] = {"review_months": rules.REVIEW_MONTHS}
        for table, names in thresholds.TABLES.items():
            for name, value in self.table(table).items():
                if name not in names:
                    near = nearest(name, list(names))
                    more = {"better": near} if near else {}
                    self.say("charter.toml_unknown_key", f"{table}.{name}", name, **more)
                else:
                    settings[name] = self.threshold(f"{table}.{name}", value, names[name])
        return settings

    def age_bands(self) -> list[dict[str, Any]]:
        """[{"slug", "question", "age_from", "age_to" (None: and older), "names"}], youngest first."""
        bands: list[dict[str, Any]] = []
        for said in self.tables("age_bands"):
            band: dict[str, Any] = {
                "slug": str(said.get("id", "")),
                "question": str(said.get("question", "")),
                "age_from": self.whole("age_bands.from", said.get("from", -1)),
                "age_to": self.whole("age_bands.to", said["to"]) if "to" in said else None,
                "names": self.texts("age_bands", said),
            }
            expected = (bands[-1]["age_to"] + 1 if bands[-1]["age_to"] is not None else None) if bands else 0
            if band["age_from"] != expected or (band["age_to"] or 999) < band["age_from"] or not band["slug"]:
                self.say("charter.age_bands", "age_bands", band["slug"])
            bands.append(band)
        if not bands or bands[-1]["age_to"] is not None:
            self.say("charter.age_bands", "age_bands")
        return bands

    def activity_languages(self) -> dict[str, dict[str, str]]:
        tables = self.table("activity_languages")
        if not tables:
            self.say("charter.toml_missing", "activity_languages")
            return {}
        return {slug: self.texts(f"activity_languages.{slug}", words) for slug, words in tables.items()}

    def pages(self, example: Mapping[str, str], conference_on: date | None) -> dict[str, Any]:
        """What pages say of the campaign as a whole, days as ISO texts."""
        kept: dict[str, Any] = {name: self.table(name) for name in PAGES if name in self.said}
        for name, table in kept.items():
            self.letters(name, table)
        kept |= {"example": dict(example), "youth": self.youth()}
        if "briefing" in self.said:
            kept["briefing"] = self.briefing()
        if "checks" in self.said:
            kept["checks"] = self.checks()
        if conference_on:
            kept["conference_on"] = conference_on
        slogan = self.said.get("slogan")
        if isinstance(slogan, dict):
            kept["slogan"] = {name: slogan[name] for name in ("our_translation", "source") if name in slogan}
        return _plain(kept)


def _given(name: str, value: dict[str, Any]) -> dict[str, Any]:
    return {name: value} if value else {}


def _plain(value: Any) -> Any:
    """The same for a JSON column."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def with_value(text: str, key: str, value: str) -> str:
    """The file's text with another value under a key of the topmost table; its comments stay. Adds a
    missing key.
    """
    first_table = re.search(r"(?m)^\[", text)
    end = first_table.start() if first_table else len(text)
    head, rest = text[:end], text[end:]
    line = re.compile(
        rf"(?m)^({re.escape(key)}\s*=\s*)(\"[^\"\n]*\"|\[[^\]\n]*\]|[^#\r\n]*?)([ \t]*(?:#.*?)?\r?)$"
    )
    if line.search(head):
        return line.sub(lambda found: f"{found[1]}{value}{found[3]}", head, count=1) + rest
    return f"{head.rstrip(chr(10))}\n{key} = {value}\n\n{rest}"


def moved(draft: EditionDraft, slug: str, by_days: int) -> str:
    """The text for a later edition: its slug, its days moved, an example until somebody says otherwise, no
    revision.
    """
    text = with_value(draft.text, "slug", f'"{slug}"')
    for name in (*DAYS_IN_ORDER, *OTHER_DAYS, "today"):
        found = re.search(rf"(?m)^{name}\s*=\s*(\d{{4}}-\d\d-\d\d)", text)
        if found:
            day = date.fromisoformat(found[1]) + timedelta(by_days)
            text = with_value(text, name, day.isoformat())
    text = without_seed(re.sub(r"(?m)^revision\s*=.*\n", "", text))
    return _without_old_comments(with_value(text, "live", "false"), draft.facts)


def _without_old_comments(text: str, old: EditionFacts) -> str:
    """Without what the earlier campaign's comments say of itself: the words at the top, and whatever names its year."""
    text = re.sub(r"\A(?:[ \t]*(?:#.*)?\r?\n)+", "", text)
    if old.starts:
        of_its_year = rf"(?m)^((?:[^\"#\n]|\"[^\"\n]*\")*?)[ \t]*#.*\b{old.starts.year}\b.*$"
        text = re.sub(of_its_year, r"\1", text)
    return f"# Made from {old.slug}, days moved. Go through every line, and make it this campaign's own.\n\n{text}"
