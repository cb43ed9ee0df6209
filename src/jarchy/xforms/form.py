"""A form as it is asked: what `making.form_of` makes of a program. Nothing here changes once it is read."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from jarchy.xforms.finding import Finding
from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.nodes import Node
from jarchy.xforms.xpath.program import Context, Run


class Kind(StrEnum):
    GROUP = "group"
    REPEAT = "repeat"
    NOTE = "note"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "date_time"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    ACKNOWLEDGE = "acknowledge"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    BARCODE = "barcode"
    GEOPOINT = "geopoint"
    GEOTRACE = "geotrace"
    GEOSHAPE = "geoshape"
    CALCULATE = "calculate"
    METADATA = "metadata"
    HIDDEN = "hidden"


GROUPS = frozenset((Kind.GROUP, Kind.REPEAT))
SELECTS = frozenset((Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.RANK))
FILES = frozenset((Kind.IMAGE, Kind.AUDIO, Kind.VIDEO, Kind.FILE))
# What a person never answers, though it stands in the form.
COMPUTED = frozenset((Kind.CALCULATE, Kind.METADATA, Kind.HIDDEN))
UNASKED = GROUPS | COMPUTED | {Kind.NOTE}
LAST_SAVED = "last-saved"
"""Stands among a rule's functions where it asks for the last report, which only the phone knows."""
_ELSEWHERE = frozenset(("random", "uuid", "property", LAST_SAVED))
_BOUND = {"int": Kind.INTEGER, "decimal": Kind.DECIMAL, "date": Kind.DATE, "dateTime": Kind.DATE_TIME}


@dataclass(frozen=True, slots=True)
class Text:
    """Words by language, each a sequence of texts and of values to put in (programs giving a text). `media`: file
    names by language and by what they are (image, big-image, audio, video)."""

    by_language: Mapping[str, tuple[str | Run, ...]] = field(default_factory=dict)
    media: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.by_language.values())

    def words(self, language: str, context: Context, default: str) -> str:
        """In `language`, else in the `default` one, else in any."""
        parts = self.by_language.get(language) or self.by_language.get(default)
        if parts is None:
            parts = next(iter(self.by_language.values()), ())
        return "".join(part if isinstance(part, str) else _put_in(part, context) for part in parts)

    def file(self, sort: str, language: str, default: str) -> str:
        """The name of the picture or sound beside the words; "" where there is none."""
        found = self.media.get(language) or self.media.get(default) or next(iter(self.media.values()), {})
        return found.get(sort, "")

    def all_words(self, context: Context) -> dict[str, str]:
        return {language: self.words(language, context, language) for language in self.by_language}


def _put_in(value: Run, context: Context) -> str:
    """A value that cannot be worked out leaves a gap: the question itself must still be read."""
    try:
        return str(value(context))
    except XPathError:
        return ""


NO_TEXT = Text()


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled expression of a form: `source` as written, `run` giving what its place wants (a truth or a text)."""

    source: str
    run: Run
    functions: frozenset[str] = frozenset()


class Happens(StrEnum):
    """When a form puts a value in."""

    FIRST_LOAD = "first_load"
    NEW_ROUND = "new_round"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class SetValue:
    """`place` gets what `rule` gives where it stands; `by` is the question that changed or the repeat that grew."""

    when: Happens
    place: int
    rule: Rule
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of a range: plain decimals. `step` counts from `start`."""

    start: Decimal
    end: Decimal
    step: Decimal

    def admits(self, value: Decimal) -> bool:
        low, high = sorted((self.start, self.end))
        return low <= value <= high and (not self.step or (value - self.start) % self.step == 0)

    def __str__(self) -> str:
        return f"{self.start} to {self.end} in steps of {self.step}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its name is stored, its label shown. `labels` by language ("" where a list has one only); `media`
    as that of a text."""

    name: str
    labels: Mapping[str, str]
    media: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def label(self, language: str, default: str = "") -> str:
        found = self.labels.get(language) or self.labels.get(default) or self.labels.get("")
        return found or next(filter(None, self.labels.values()), self.name)


@dataclass(frozen=True, slots=True)
class Itemset:
    """Where a select's choices come from: nodes found by `rows`, whose cells `value` and `label` are read.

    `label_is_text_id`: the cell names a text of the form. `whole`: the list of which every row is a choice, where
    nothing filters them; `fixed`: the choices themselves, where they stand in the form; `source`: the nodes as the form
    names them, "" where the choices stand in the control.
    """

    rows: Run
    value: str
    label: str
    label_is_text_id: bool = False
    whole: str = ""
    fixed: tuple[Choice, ...] | None = None
    fixed_names: frozenset[str] = frozenset()
    source: str = ""


@dataclass(frozen=True, slots=True)
class FormNode:
    """One node of the form. `place` is its number in document order, `parent` its group's (the form's root has
    None); `in_repeat` the place of the innermost repeat around it."""

    place: int
    parent: int | None
    path: str
    name: str
    kind: Kind
    bind_type: str = "string"
    appearance: str = ""
    label: Text = NO_TEXT
    hint: Text = NO_TEXT
    guidance: Text = NO_TEXT
    constraint_message: Text = NO_TEXT
    required_message: Text = NO_TEXT
    relevant: Rule | None = None
    required: Rule | None = None
    readonly: Rule | None = None
    calculate: Rule | None = None
    constraint: Rule | None = None
    default: str = ""
    preload: str = ""
    itemset: Itemset | None = None
    count: Rule | None = None
    bounds: Bounds | None = None
    accepts: str = ""
    max_pixels: int = 0
    in_repeat: int | None = None
    children: tuple[int, ...] = ()
    # Worked out once: asking an enumeration's member for its hash takes longer than most expressions.
    is_group: bool = field(init=False)
    is_asked: bool = field(init=False)
    is_computed: bool = field(init=False)
    is_select: bool = field(init=False)
    has_several: bool = field(init=False)
    holds: str = field(init=False)
    """The kind of its values, as a plain text: that of `kind`, or of the bind's type where nobody is asked."""

    def __post_init__(self) -> None:
        is_computed = self.kind in COMPUTED
        bound = _BOUND.get(self.bind_type, Kind.TEXT)
        for name, value in (
            ("is_group", self.kind in GROUPS),
            ("is_asked", self.kind not in UNASKED and not self.is_heading),
            ("is_computed", is_computed),
            ("is_select", self.kind in SELECTS),
            ("has_several", self.kind in (Kind.SELECT_MULTIPLE, Kind.RANK)),
            ("holds", str(bound if is_computed else self.kind)),
        ):
            object.__setattr__(self, name, value)

    @property
    def is_field_list(self) -> bool:
        return "field-list" in self.appearance.split()

    def is_added_round(self, path: str) -> bool:
        """A round that somebody added is remembered in a draft though nothing is answered in it yet."""
        return self.kind is Kind.REPEAT and self.count is None and path.endswith("]")

    @property
    def is_heading(self) -> bool:
        """The head of a table of selects: it shows the choices once and is never answered."""
        return self.kind in SELECTS and "label" in self.appearance.split()


@dataclass(frozen=True)
class Form:
    """A whole form. `nodes` stand in document order, the root first; `order` is that in which they are worked out.

    `lists` are the names of the files it needs (activities.csv), `list_files` the file of each instance;
    `file_formats` whether it is csv, xml or geojson, by the file's name; `instances` the lists inside the form;
    `dependencies` what each question reads, by path; `media` the pictures and sounds that it shows.
    """

    id: str
    version: str
    title: str
    root: str
    languages: tuple[str, ...]
    default_language: str
    nodes: tuple[FormNode, ...]
    by_path: Mapping[str, FormNode]
    order: tuple[int, ...]
    dependencies: Mapping[str, frozenset[str]]
    lists: frozenset[str]
    list_files: Mapping[str, str]
    instances: Mapping[str, Node]
    texts: Mapping[str, Text]
    instance_id_path: str
    warnings: tuple[Finding, ...] = ()
    language_names: Mapping[str, str] = field(default_factory=dict)
    right_to_left: frozenset[str] = frozenset()
    sets: tuple[SetValue, ...] = ()
    media: tuple[str, ...] = ()
    file_formats: Mapping[str, str] = field(default_factory=dict)
    last_saved: str = ""

    @property
    def questions(self) -> list[FormNode]:
        """What a person may be asked, in order; notes, calculations and metadata aside."""
        return [node for node in self.nodes if node.is_asked]

    @cached_property
    def repeats(self) -> tuple[FormNode, ...]:
        return tuple(node for node in self.nodes if node.kind is Kind.REPEAT)

    @cached_property
    def plain_names(self) -> Mapping[str, str]:
        """The path of each name that stands in the form once, outside repeats: such a question can be spoken of by its
        name alone."""
        often = Counter(node.name for node in self.nodes if not node.is_group)
        return {
            node.name: node.path
            for node in self.nodes
            if not node.is_group and often[node.name] == 1 and node.in_repeat is None
        }

    @cached_property
    def decided_elsewhere(self) -> frozenset[int]:
        """Places whose relevance, or number of rounds, hung on chance or on the phone when they were asked."""
        return frozenset(
            node.place
            for node in self.nodes
            if any(rule is not None and rule.functions & _ELSEWHERE for rule in (node.relevant, node.count))
        )

    def preloaded(self, preload: str) -> tuple[str, ...]:
        """Paths of the nodes that are filled in by themselves: "timestamp end"."""
        return self._preloads.get(preload, ())

    @cached_property
    def _preloads(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for node in self.nodes:
            if node.preload:
                found[node.preload] = (*found.get(node.preload, ()), node.path)
        return found

    def named(self, name: str) -> FormNode:
        """The first node of that name. Raises KeyError."""
        for node in self.nodes:
            if node.name == name:
                return node
        raise KeyError(name)
