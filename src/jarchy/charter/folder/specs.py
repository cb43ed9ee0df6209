"""What each of the charter's own tables must look like. docs/reference is written from these and from
nothing else.
"""

from __future__ import annotations

from jarchy.formats.tables import Column, TableSpec

MOST = 999_999_999_999  # of a number with two places behind the point
KNOWN_TO = ("day", "month", "year")
QUALIFIERS = ("more than", "nearly", "about", "at least", "up to")
PUBLISHED_UNITS = (
    "activities", "events", "people", "attendances", "percent", "organisations", "places", "items",
    "articles",
    "calls", "consultations", "views", "messages",
)  # fmt: skip
HELP_ABOUT = ("child_protection", "domestic_violence", "emergency")  # beside the campaign's own topics

_ID = Column("id", "id", required=True, says="short name of the row, unique in this table")
_NAME = Column("name", "texts", required=True, says="what people read, in each language of the edition")
_SOURCE = Column(
    "source", "text", required=True, says="where the row is from; “illustrative” where it is made up"
)
_URL = Column("source_url", "url", says="address of the source")
_ILLUSTRATIVE = Column(
    "illustrative", "boolean", required=True, says="whether the row is made up for the example"
)
_PLACE = Column("place", "place", says="P-code; empty is the whole country")
_KNOWN_TO = Column(
    "source_date_known_to",
    "choice",
    required=True,
    choices=KNOWN_TO,
    says="how exactly the source's date is known",
)
_SOURCE_DATE = Column(
    "source_date", "date", required=True, says="date of the source; the first day of what is known"
)
_CHECKED = Column("checked_on", "date", says="when somebody of the campaign last made sure")
_MUST = Column("must_be_checked", "boolean", says="yes after a fork, until somebody has looked")
_OURS = Column("our_translation", "slugs", says="languages in which the words are ours, not the source's")
_NOTE = Column("note", "text", says="for the secretariat; not shown in public")

ORGANISATIONS = TableSpec(
    "organisations.csv",
    (
        _ID,
        _NAME,
        Column(
            "role",
            "choice",
            required=True,
            choices=("lead", "youth", "cooperating", "funding", "authority"),
            says="what it does in this campaign",
        ),
        Column("place", "place", says="P-code of where it works; empty: everywhere"),
        Column("since", "date", says="first day in this campaign; empty: from the start"),
        Column("until", "date", says="last day in this campaign; empty: to the end"),
        Column(
            "public",
            "choice",
            required=True,
            choices=("yes", "name", "no"),
            says="how far the public may know: all, the name only, “local partner”",
        ),
        Column("successor_of", "organisation", says="the organisation whose place it took"),
        _ILLUSTRATIVE,
        _SOURCE,
    ),
    "Bodies that take part: leads, youth organisations, partners, funders.",
)
TOPICS = TableSpec(
    "topics.csv",
    (
        _ID,
        _NAME,
        Column("public", "boolean", required=True, says="whether the public sees this topic"),
        _SOURCE,
    ),
    "What activities are about.",
)
AUDIENCES = TableSpec(
    "audiences.csv",
    (
        _ID,
        _NAME,
        Column("closed", "boolean", required=True, says="closed by default: no single line in public"),
        _SOURCE,
    ),
    "For whom an activity is.",
)
VENUES = TableSpec(
    "venues.csv",
    (
        _ID,
        _NAME,
        Column("closed", "boolean", required=True, says="closed by default: no single line in public"),
        _SOURCE,
    ),
    "In what kind of place it is held.",
)
KINDS = TableSpec(
    "kinds.csv",
    (
        _ID,
        _NAME,
        Column(
            "announced",
            "boolean",
            required=True,
            says="whether an open plan of this kind is listed as coming",
        ),
        Column("usual_low", "integer", unit="attendances", says="lower end of the usual range"),
        Column("usual_high", "integer", unit="attendances", says="upper end of the usual range"),
        Column(
            "asks_first_time",
            "boolean",
            required=True,
            says="whether the form asks who came for the first time",
        ),
        _SOURCE,
    ),
    "What an activity is.",
)
REASONS = TableSpec(
    "reasons.csv",
    (
        _ID,
        Column(
            "applies_to",
            "choice",
            required=True,
            says="what the reason is for",
            choices=("send_back", "void", "call_off", "postpone"),
        ),
        _NAME,
        _SOURCE,
    ),
    "Why a report is sent back or void, an activity called off or postponed.",
)
INDICATORS = TableSpec(
    "indicators.csv",
    (
        _ID,
        Column("number", "slug", required=True, says="its place in documents, as A2", longest=6),
        Column(
            "level",
            "choice",
            required=True,
            choices=("output", "outcome", "quality", "context"),
            says="output and outcome as in the logframe; quality of the work; context",
        ),
        Column("result", "text", says="code in the logframe", longest=40),
        Column(
            "programme_action", "text", says="number of the action in the government's programme", longest=40
        ),
        _NAME,
        Column("definition", "texts", required=True, says="what is counted and what is not"),
        Column("unit", "slug", required=True, says="what the number counts, as percent", longest=40),
        Column("unit_name", "texts", required=True, says="the unit as people read it"),
        Column(
            "who_counts",
            "choice",
            choices=("attendances", "people", "items", "views"),
            says="empty: the unit says it",
        ),
        Column("in_person", "boolean", says="yes: present; no: broadcast"),
        Column(
            "source",
            "text",
            required=True,
            says="where its data come from: report, stock, survey ...",
            longest=60,
        ),
        Column("frequency", "text", required=True, says="how often it is counted", longest=30),
        Column("breakdowns", "slugs", says="what it may be shown by"),
        Column("not_to_be_added_to", "slugs", says="ids of indicators"),
        Column(
            "comparable",
            "choice",
            required=True,
            choices=("yes", "no", "unknown"),
            says="with earlier editions",
        ),
        Column("comparable_why", "texts", says="why it is comparable, or why not"),
        Column(
            "version",
            "integer",
            required=True,
            says="goes up by one with each new definition",
            least=1,
            most=32_767,
        ),
        Column(
            "computed",
            "choice",
            required=True,
            choices=("sum", "distinct", "share", "asked", "later"),
            says="how: a sum, distinct places or organisations, a share, asked by show of hands, or later",
        ),
        Column("measure", "slug", says="measure of the ledger", longest=30),
        Column("part", "text", says="what the numerator keeps, as “breakdown=sex sex=female”"),
    ),
    "What is counted, and how.",
)
TARGETS = TableSpec(
    "targets.csv",
    (
        _ID,
        Column("indicator", "slug", required=True, says="id of the indicator"),
        _PLACE,
        Column(
            "value", "decimal", required=True, says="what is aimed at, or the lower end of a range", most=MOST
        ),
        Column("up_to", "decimal", says="upper end, where a range is aimed at", most=MOST),
        Column(
            "of",
            "choice",
            required=True,
            choices=("value", "asked_share", "gain"),
            says="the value itself, the share of activities that asked, or points gained",
        ),
        Column("date", "date", says="by when; empty: the end of the period"),
        Column("how", "text", required=True, says="the working behind the number"),
        Column("why", "texts", says="the reason in words, for those who must accept it"),
        _ILLUSTRATIVE,
        _SOURCE,
    ),
    "What is aimed at, for the country and for places.",
)
FACTS = TableSpec(
    "facts.csv",
    (
        _ID,
        Column(
            "group",
            "choice",
            required=True,
            choices=("law", "sign", "definition", "context"),
            says="law, sign of forced labour, definition, or number for context",
        ),
        Column("topic", "slug", required=True, says="id of the topic"),
        Column("name", "texts", required=True, says="the statement itself"),
        Column("act", "text", says="the law", longest=120),
        Column("article", "text", says="of the law", longest=20),
        Column("valid_from", "date", says="first day on which it holds; empty: not known"),
        Column("valid_to", "date", says="last day; empty: it still holds"),
        _PLACE,
        Column("value", "decimal", says="the number in the statement", most=MOST),
        Column(
            "unit", "choice", choices=("percent", "cases", "people", "years"), says="what the number counts"
        ),
        Column("part_of", "slug", says="id of the fact whose number this is a part of"),
        Column(
            "confidence",
            "choice",
            required=True,
            choices=("high", "medium", "conflicting"),
            says="how sure the source is; conflicting: another says otherwise",
        ),
        Column("conflicts_with", "slugs", says="ids of facts that say otherwise"),
        _OURS,
        _SOURCE_DATE,
        _KNOWN_TO,
        _CHECKED,
        _MUST,
        _SOURCE,
        _URL,
        _NOTE,
    ),
    "Statements that pages may make: law, signs, context.",
)
HELPLINES = TableSpec(
    "helplines.csv",
    (
        _ID,
        Column("number", "phone", required=True, says="as it is dialled; spaces are allowed"),
        Column("country", "slug", required=True, says="ISO 3166-1 alpha-2", longest=2),
        _NAME,
        Column("operator", "text", says="who answers; empty: not known", longest=120),
        Column("funder", "text", says="who pays for it", longest=120),
        Column(
            "about", "slugs", required=True, says="topics, or child_protection, domestic_violence, emergency"
        ),
        Column("cost", "choice", choices=("free", "free_from_any_phone", "charged"), says="empty: not known"),
        Column("hours", "text", says="empty: not known, never “always”", longest=60),
        Column("languages", "slugs", says="in which it answers; empty: not known"),
        Column("callable_from", "text", says="abroad, or which networks; empty: not known", longest=120),
        _SOURCE_DATE,
        _KNOWN_TO,
        Column("checked_on", "date", says="when somebody of the campaign last rang it"),
        _MUST,
        _OURS,
        _SOURCE,
        _URL,
        _NOTE,
    ),
    "Numbers to call. A wrong one is the worst fault there is.",
)
SAFEGUARDING = TableSpec(
    "safeguarding.csv",
    (
        _ID,
        Column("place", "place", says="P-code of where she is to be called; empty: the whole country"),
        Column(
            "name", "texts", required=True, says="what she does, not who she is: a title, in each language"
        ),
        Column(
            "number",
            "phone",
            required=True,
            says="as it is dialled; made up: one that begins with 0000, which nobody has",
        ),
        Column("hours", "text", says="empty: not known, never “always”", longest=60),
        Column("languages", "slugs", says="in which she answers; empty: not known"),
        Column("checked_on", "date", says="when somebody of the campaign last rang it"),
        Column("checked_by", "text", says="who rang it: a title, not a name", longest=120),
        _MUST,
        _ILLUSTRATIVE,
        _SOURCE,
        _NOTE,
    ),
    "Whom those in the field call when something happened: never the organisation that it happened in.",
    required=False,
)
PUBLISHED = TableSpec(
    "published.csv",
    (
        _ID,
        Column("series", "slug", required=True, says="rows of one series may be set side by side"),
        Column("series_name", "texts", required=True, says="the series as people read it"),
        Column("organiser", "texts", required=True, says="who held it"),
        Column("of_edition", "slug", required=True, says="year or years", longest=40),
        Column("starts", "date", required=True, says="first day of what was counted"),
        Column("ends", "date", required=True, says="last day of what was counted"),
        Column("indicator", "slug", says="id of the indicator that it stands beside"),
        _NAME,
        Column("qualifier", "choice", choices=QUALIFIERS, says="part of the value, never dropped"),
        Column("value", "decimal", says="empty: not published", most=MOST),
        Column("unit", "choice", required=True, choices=PUBLISHED_UNITS, says="what the number counts"),
        Column("geography", "texts", says="where"),
        Column("part_of", "slug", says="id of the row whose number this is a part of"),
        Column(
            "comparable", "choice", required=True, choices=("yes", "no", "unknown"), says="with this campaign"
        ),
        Column("comparable_why", "texts", required=True, says="why it is comparable, or why not"),
        _SOURCE,
        _URL,
    ),
    "What was published before, with its qualifier.",
)

FIGURE_NOTES = TableSpec(
    "figure_notes.csv",
    (
        _ID,
        Column("indicator", "slug", required=True, says="id of the indicator whose figure it stands beside"),
        Column(
            "place", "place", says="P-code; empty: the whole country. Of a rayon: shown on its own page only"
        ),
        Column("since", "date", says="first day that it speaks of; empty: from the start"),
        Column("until", "date", says="last day; empty: to the end"),
        Column(
            "text",
            "texts",
            says="what must be said beside the figure; public, so without names and telephones; where a language "
            "is missing, another is shown",
            longest=300,
        ),
        Column("written_on", "date", required=True, says="the edition's day on which it was written"),
        _SOURCE,
    ),
    "What is said beside a figure, wherever the figure is.",
    required=False,
)

LESSONS = TableSpec(
    "lessons.csv",
    (
        _ID,
        Column("text", "texts", required=True, says="the recommendation, as it was agreed"),
        Column(
            "said_by", "text", required=True, says="which body made it; never a person's name", longest=200
        ),
        Column("said_at", "text", says="where it was made, as the closing conference", longest=200),
        Column("source_date", "date", required=True, says="when it was made"),
        Column(
            "status",
            "choice",
            required=True,
            choices=("open", "accepted", "done", "dropped"),
            says="what became of it; open and accepted ones are carried into a fork",
        ),
        Column(
            "carried_from",
            "slug",
            says="id of the campaign in which it was made; empty: this one",
            longest=50,
        ),
        _ILLUSTRATIVE,
        _SOURCE,
        _URL,
    ),
    "What a campaign recommends to the next one.",
    required=False,
)

# In the order in which they are read and kept: what others refer to comes first.
SPECS: dict[str, TableSpec] = {
    spec.file: spec
    for spec in (
        ORGANISATIONS, TOPICS, AUDIENCES, VENUES, KINDS, REASONS, INDICATORS, TARGETS, FACTS, HELPLINES,
        PUBLISHED, FIGURE_NOTES, SAFEGUARDING, LESSONS,
    )
}  # fmt: skip
