"""Reads an XForm into a program (plain data): every expression parsed once, all faults at once."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from lxml import etree

from jarchy.xforms.controls import Control, controls_of, kind_of
from jarchy.xforms.finding import Finding, FormRefused
from jarchy.xforms.form import Form
from jarchy.xforms.hardened import UnreadableXml, parse_xml
from jarchy.xforms.itemsets import plain_choices, plain_itemset
from jarchy.xforms.making import form_of, joined
from jarchy.xforms.namespaces import JR, XF, local_name, tag
from jarchy.xforms.program import FORMAT, Plain, writes_from_right_to_left
from jarchy.xforms.rules_table import RulesTable
from jarchy.xforms.secondary import Secondary, read_secondary
from jarchy.xforms.sets import read_sets
from jarchy.xforms.undone import pixels_of, range_of, undone_by, undone_in
from jarchy.xforms.wording import Wording, read_wording
from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.phones import breaks_on_phones
from jarchy.xforms.xpath.references import references

MOST_NODES = 20_000
Names = tuple[str, ...]
_RULES = ("relevant", "required", "readonly", "constraint", "calculate")
_OWN_MEDIA = frozenset(("image/*", "audio/*", "video/*", ""))
_DECIDES_VALUE = frozenset(("relevant", "calculate", "count"))


def read_form(xml: bytes) -> Form:
    """The form of an XForm. Raises FormRefused with all its faults, each naming the question and the reason."""
    return read_whole(xml)[1]


def program_of(xml: bytes) -> Plain:
    """The program of an XForm, as `program` describes it. Raises FormRefused as `read_form` does."""
    return read_whole(xml)[0]


def read_whole(xml: bytes) -> tuple[Plain, Form]:
    """Both at once, for whoever wants both. Raises FormRefused as `read_form` does."""
    try:
        root = parse_xml(xml)
    except UnreadableXml as error:
        raise FormRefused((Finding(f"xml_{error.code}", reason=error.reason),)) from None
    reading = _Reading(root)
    program = reading.program()
    try:
        form = form_of(program)
    except FormRefused as refused:
        reading.faults.extend(refused.findings)
    if reading.faults:
        raise FormRefused(tuple(sorted(reading.faults, key=reading.place_of)))
    return program, form


class _Reading:
    """One reading; faults are gathered and raised together at its end."""

    def __init__(self, root: etree._Element) -> None:
        self.faults: list[Finding] = []
        self.warnings: list[Finding] = []
        model = root.find(f".//{tag(XF, 'model')}")
        body = root.find("{http://www.w3.org/1999/xhtml}body")
        primary = None if model is None else model.find(f"{tag(XF, 'instance')}/*")
        if model is None or body is None or primary is None:
            raise FormRefused((Finding("no_form", reason="there is no model with an instance, or no body"),))
        self.root, self.model, self.body, self.primary = root, model, body, primary
        if primary.get("id") is None:
            self.fault("no_form_id", "", "the form has no id")
        submission = model.find(tag(XF, "submission"))
        if submission is not None and submission.get("base64RsaPublicKey"):
            self.fault("encrypted", "", "encrypted forms are not taken: their answers could not be checked")
        self.binds = {bind.get("nodeset", "").strip(): bind for bind in model.iterfind(tag(XF, "bind"))}
        self.controls = controls_of(body)
        self.paths: list[Names] = []
        self.skeleton: list[tuple[etree._Element, int | None]] = []
        self.reads: dict[int, set[int]] = {}
        self._lay_out()
        self.numbers = {names: place for place, names in enumerate(self.paths)}
        self.rules = RulesTable()
        self.secondary: Secondary = read_secondary(model, self.fault)
        self.wording: Wording = read_wording(model, self)

    def fault(self, code: str, path: str, reason: str, *, rule: str = "") -> None:
        self.faults.append(Finding(code, path, rule=rule, reason=reason))

    def warn(self, code: str, path: str, reason: str) -> None:
        self.warnings.append(Finding(code, path, reason=reason))

    def place_of(self, fault: Finding) -> int:
        """Faults are told in the order of the questions; those of no question come last."""
        return self.numbers.get(tuple(fault.path.strip("/").split("/")), len(self.paths))

    def program(self) -> Plain:
        """As far as it could be read: what is at fault is left out of it."""
        nodes = [self._node(place) for place in range(len(self.paths))]
        order = self._order()
        sets = read_sets(self.model, self.body, self)
        self.warnings.extend(undone_in(self.root, self.model))
        self._nodes_that_stand_nowhere()
        for place, reads in self.reads.items():
            nodes[place]["reads"] = sorted(reads)
        title = self.root.findtext(".//{http://www.w3.org/1999/xhtml}title") or ""
        namespaces = {prefix: uri for prefix, uri in self.root.nsmap.items() if prefix}
        languages = self.wording.languages
        whole = {
            "format": FORMAT,
            "id": self.primary.get("id", ""),
            "version": self.primary.get("version", ""),
            "title": title.strip(),
            "languages": languages,
            "default": self.wording.default,
            "rtl": [code for code in languages if writes_from_right_to_left(code)],
            "nodes": nodes,
            "order": order,
            "rules": self.rules.trees,
            "sources": self.rules.sources,
            "prefixes": self.rules.prefixes(namespaces),
            "sets": sets,
            "texts": self.wording.by_number(),
            "named": self.wording.by_id(),
            "lists": self.secondary.lists,
            "files": self.secondary.files,
            "last_saved": self.secondary.last_saved,
            "media": list(self.wording.media),
            "warnings": [
                {"code": said.code, "path": said.path, "reason": said.reason} for said in self.warnings
            ],
        }
        return {key: value for key, value in whole.items() if value or key in _ALWAYS}

    def _lay_out(self) -> None:
        """Numbers the nodes in document order. A repeat's template stands once, whatever jr:template says."""
        waiting: list[tuple[etree._Element, int | None, Names]] = [(self.primary, None, ())]
        seen: set[Names] = set()
        while waiting:
            element, parent, above = waiting.pop()
            names = (*above, local_name(element))
            if names in seen:
                continue
            seen.add(names)
            place = len(self.paths)
            self.paths.append(names)
            self.skeleton.append((element, parent))
            if place > MOST_NODES:
                raise FormRefused((Finding("too_many_nodes", reason=f"more than {MOST_NODES} nodes"),))
            below = [child for child in element if isinstance(child.tag, str)]
            waiting.extend((child, place, names) for child in reversed(below))

    def _node(self, place: int) -> Plain:
        names = self.paths[place]
        path = joined(names)
        element, parent = self.skeleton[place]
        bind = self.binds.get(path)
        control = self.controls.get(path)
        attributes: Mapping[str, str] = (
            {} if bind is None else {str(k): str(v) for k, v in bind.attrib.items()}
        )
        has_children = any(isinstance(child.tag, str) for child in element)
        kind = kind_of(attributes, control, has_children=has_children)
        preload = _preload(attributes)
        self.warnings.extend(undone_by(path, control, kind, preload))
        bound = attributes.get("type", "string").removeprefix("xsd:")
        node: Plain = {
            "name": names[-1],
            "kind": str(kind),
            "in": parent,
            "type": bound if control is None and bound != "string" else None,
            **{what: self._rule(attributes.get(what), place, what) for what in _RULES},
            "constraint_message": self.wording.message(attributes.get(tag(JR, "constraintMsg")), names),
            "required_message": self.wording.message(attributes.get(tag(JR, "requiredMsg")), names),
            "default": "" if has_children else (element.text or "").strip(),
            "preload": preload,
            "max_pixels": pixels_of(attributes) or None,
            **({} if control is None else self._asked(control, place)),
        }
        return {key: value for key, value in node.items() if value is not None and value != ""}

    def _asked(self, control: Control, place: int) -> dict[str, Any]:
        """What the control says of its node."""
        names = self.paths[place]
        return {
            "appearance": control.appearance,
            "label": self.wording.of(control.label, names),
            "hint": self.wording.of(control.hint, names),
            "choices": self._choices(control, place),
            "count": self._rule(control.count, place, "count"),
            "range": self._range(control, place),
            "accepts": control.mediatype if control.mediatype not in _OWN_MEDIA else "",
        }

    def _choices(self, control: Control, place: int) -> dict[str, Any] | None:
        names = self.paths[place]
        if control.searches:
            return None
        if control.itemset is not None:
            rows = self._rule(control.itemset.get("nodeset", ""), place, "itemset")
            return None if rows is None else plain_itemset(control.itemset, rows)
        return plain_choices(control.items, self.wording, names) if control.items else None

    def _range(self, control: Control, place: int) -> Mapping[str, str] | None:
        bounds = range_of(control)
        if control.bounds is not None and bounds is None:
            said = " ".join(bound or "nothing" for bound in control.bounds)
            self.fault(
                "bad_range", joined(self.paths[place]), f"start, end and step must be numbers, not {said}"
            )
        return bounds

    def rule_number(self, source: str, names: Names, what: str) -> int | None:
        """The number of a rule that `names` carries; None, and a fault, if it cannot be read."""
        try:
            number = self.rules.number(source)
        except XPathError as error:
            self.fault(f"bad_{what}", joined(names), str(error), rule=source)
            return None
        for broken in breaks_on_phones(self.rules.tree(number)):
            reason = f"{broken.what} works here and not on phones, in {self.rules.sources[number]!r}"
            self.warn("breaks_on_phones", joined(names), reason)
        return number

    def _rule(self, source: str | None, place: int, what: str) -> int | None:
        if source is None or not source.strip():
            return None
        number = self.rule_number(source, self.paths[place], what)
        if number is not None:
            self._note_reads(number, place, what)
        return number

    def _note_reads(self, number: int, place: int, what: str) -> None:
        names = self.paths[place]
        for reference in references(self.rules.tree(number), names, names):
            target = self.numbers.get(reference.names)
            if target is None:
                self._unknown_path(reference.names, place, self.rules.sources[number])
                continue
            found = self._below(target) if reference.is_open else {target}
            if what in _DECIDES_VALUE:
                self.reads.setdefault(place, set()).update(found)

    def _unknown_path(self, names: Names, place: int, source: str) -> None:
        # A phone finds nothing there and goes on ("null" written for an empty answer), and so do we.
        if len(names) > 1 and names[0] == self.paths[0][0]:
            self.warn("unknown_path", joined(self.paths[place]), f"no {joined(names)} for {source!r}")

    def _below(self, place: int) -> set[int]:
        names = self.paths[place]
        return {other for other, path in enumerate(self.paths) if path[: len(names)] == names}

    def _is_in_repeat(self, names: Names) -> bool:
        return any(
            (control := self.controls.get(joined(names[:depth]))) is not None and control.is_repeat
            for depth in range(1, len(names) + 1)
        )

    def _nodes_that_stand_nowhere(self) -> None:
        for path, what in [
            *((path, "bind") for path in self.binds),
            *((path, "control") for path in self.controls),
        ]:
            if tuple(path.strip("/").split("/")) not in self.numbers and "@" not in path:
                self.fault("unknown_path", path, f"a {what} names what the instance does not have")

    def _order(self) -> list[int]:
        """Everything after what it reads and after its group. A circle is a fault; inside a repeat a node may read
        its namesakes in other rounds."""
        sorter: TopologicalSorter[int] = TopologicalSorter()
        for place, (_, parent) in enumerate(self.skeleton):
            before = set(self.reads.get(place, ()))
            if self._is_in_repeat(self.paths[place]):
                before -= {place}
            sorter.add(
                place, *sorted(before - self._own_groups(place)), *(() if parent is None else (parent,))
            )
        try:
            return list(sorter.static_order())
        except CycleError as error:
            circle = " -> ".join(joined(self.paths[place]) for place in error.args[1])
            self.fault("circle", joined(self.paths[error.args[1][0]]), f"they wait for each other: {circle}")
            return []

    def _own_groups(self, place: int) -> set[int]:
        groups: set[int] = set()
        above = self.skeleton[place][1]
        while above is not None:
            groups.add(above)
            above = self.skeleton[above][1]
        return groups


_ALWAYS = frozenset(("format", "id", "version", "title", "default", "nodes", "order", "rules"))


def _preload(attributes: Mapping[str, str]) -> str:
    """ "timestamp start", "date today", "property username"; "" where nothing is filled in."""
    preload = attributes.get(tag(JR, "preload"), "")
    return f"{preload} {attributes.get(tag(JR, 'preloadParams'), '')}".strip() if preload else ""
