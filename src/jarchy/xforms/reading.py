"""Reads an XForm into a Form: every expression compiled once, all faults at once."""

from collections.abc import Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from lxml import etree

from jarchy.xforms.controls import Control, controls_of, kind_of
from jarchy.xforms.finding import Finding, FormRefused
from jarchy.xforms.form import Form, FormNode, Itemset, Kind, Rule
from jarchy.xforms.hardened import UnreadableXml, parse_xml
from jarchy.xforms.itemsets import read_itemset, static_itemset
from jarchy.xforms.namespaces import JR, ODK, XF, local_name, tag
from jarchy.xforms.secondary import Secondary, read_secondary
from jarchy.xforms.wording import Wording, read_wording
from jarchy.xforms.xpath.compiler import compile_text
from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.parser import parse
from jarchy.xforms.xpath.program import Program, Surroundings, as_text, as_truth
from jarchy.xforms.xpath.references import functions_of, references

MOST_NODES = 20_000
Names = tuple[str, ...]


def read_form(xml: bytes) -> Form:
    """The form of an XForm. Raises FormRefused with all its faults, each naming the question and the reason."""
    try:
        root = parse_xml(xml)
    except UnreadableXml as error:
        raise FormRefused((Finding(f"xml_{error.code}", reason=error.reason),)) from None
    return _Reading(root).form()


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
        self.root, self.model, self.primary = root, model, primary
        if primary.get("id") is None:
            self.fault("no_form_id", "", "the form has no id")
        submission = model.find(tag(XF, "submission"))
        if submission is not None and submission.get("base64RsaPublicKey"):
            self.fault("encrypted", "", "encrypted forms are not taken: their answers could not be checked")
        self.binds = {bind.get("nodeset", "").strip(): bind for bind in model.iterfind(tag(XF, "bind"))}
        self.controls = controls_of(body)
        self.paths: list[Names] = []
        self.skeleton: list[tuple[etree._Element, int | None]] = []
        self.children: dict[int, list[int]] = {}
        self.reads: dict[int, set[int]] = {}
        self._lay_out()
        self.numbers = {names: place for place, names in enumerate(self.paths)}
        self.repeats = self._repeats()
        self.surroundings = self._surroundings()
        self.secondary: Secondary = read_secondary(model, self.fault)
        self.wording: Wording = read_wording(model, self)

    def fault(self, code: str, path: str, reason: str, *, rule: str = "") -> None:
        self.faults.append(Finding(code, path, rule=rule, reason=reason))

    def warn(self, code: str, path: str, reason: str) -> None:
        self.warnings.append(Finding(code, path, reason=reason))

    def form(self) -> Form:
        nodes = [self._node(place) for place in range(len(self.paths))]
        order = self._order()
        self._warn_of_events()
        self._nodes_that_stand_nowhere()
        if self.faults:
            raise FormRefused(tuple(self.faults))
        title = self.root.findtext(".//{http://www.w3.org/1999/xhtml}title") or ""
        return Form(
            id=self.primary.get("id", ""),
            version=self.primary.get("version", ""),
            title=title.strip(),
            root=local_name(self.primary),
            languages=self.wording.languages,
            default_language=self.wording.default,
            nodes=tuple(nodes),
            by_path={node.path: node for node in nodes},
            order=order,
            dependencies={
                nodes[place].path: frozenset(nodes[other].path for other in sorted(self.reads.get(place, ())))
                for place in range(len(nodes))
            },
            lists=frozenset(self.secondary.files.values()),
            list_files=self.secondary.files,
            instances=self.secondary.instances,
            texts=self.wording.texts,
            instance_id_path=self._instance_id_path(),
            warnings=tuple(self.warnings),
            language_names=self.wording.names,
        )

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
            if parent is not None:
                self.children.setdefault(parent, []).append(place)
            if place > MOST_NODES:
                raise FormRefused((Finding("too_many_nodes", reason=f"more than {MOST_NODES} nodes"),))
            below = [child for child in element if isinstance(child.tag, str)]
            waiting.extend((child, place, names) for child in reversed(below))

    def _repeats(self) -> frozenset[Names]:
        return frozenset(
            names for names in self.paths if (found := self.controls.get(_joined(names))) and found.is_repeat
        )

    def _surroundings(self) -> Surroundings:
        outside = {
            names: place
            for place, names in enumerate(self.paths)
            if not any(names[:depth] in self.repeats for depth in range(1, len(names) + 1))
        }
        namespaces = {prefix: uri for prefix, uri in self.root.nsmap.items() if prefix}
        return Surroundings(slots=outside, repeats=self.repeats, namespaces=namespaces, is_form=True)

    def _node(self, place: int) -> FormNode:
        names = self.paths[place]
        path = _joined(names)
        element, parent = self.skeleton[place]
        bind = self.binds.get(path)
        control = self.controls.get(path)
        attributes: Mapping[str, str] = (
            {} if bind is None else {str(k): str(v) for k, v in bind.attrib.items()}
        )
        has_children = any(isinstance(child.tag, str) for child in element)
        kind = kind_of(attributes, control, has_children=has_children)
        if kind in (Kind.GEOPOINT, Kind.GEOTRACE, Kind.GEOSHAPE) or (control and control.tag == "range"):
            self.warn(
                "not_checked",
                path,
                f"what is answered to {control.tag if control else kind} is kept unchecked",
            )
        node = FormNode(
            place=place,
            parent=parent,
            path=path,
            name=names[-1],
            kind=kind,
            bind_type=attributes.get("type", "string").removeprefix("xsd:"),
            relevant=self._rule(attributes.get("relevant"), place, "relevant"),
            required=self._rule(attributes.get("required"), place, "required"),
            readonly=self._rule(attributes.get("readonly"), place, "readonly"),
            constraint=self._rule(attributes.get("constraint"), place, "constraint"),
            calculate=self._rule(attributes.get("calculate"), place, "calculate", gives_text=True),
            constraint_message=self.wording.message(attributes.get(tag(JR, "constraintMsg")), names),
            required_message=self.wording.message(attributes.get(tag(JR, "requiredMsg")), names),
            default="" if has_children else (element.text or "").strip(),
            first_load=self._first_load(path, place),
            preload=_preload(attributes),
            in_repeat=self._innermost_repeat(names),
            children=tuple(self.children.get(place, ())),
        )
        return node if control is None else self._asked(node, control)

    def _asked(self, node: FormNode, control: Control) -> FormNode:
        """The node with what its control says."""
        names = self.paths[node.place]
        return replace(
            node,
            appearance=control.appearance,
            label=self.wording.of(control.label, names),
            hint=self.wording.of(control.hint, names),
            itemset=self._itemset(control, node),
            count=self._rule(control.count, node.place, "count", gives_text=True) if control.count else None,
        )

    def _itemset(self, control: Control, node: FormNode) -> Itemset | None:
        names = self.paths[node.place]
        if control.itemset is not None:
            nodeset = control.itemset.get("nodeset", "")
            program = self.compiled(nodeset, names, "itemset")
            if program is None:
                return None
            self._note_reads(nodeset, node.place, decides_value=False)
            return read_itemset(control.itemset, program, self.secondary, self.wording)
        if control.items:
            return static_itemset(control.items, self.wording, names)
        return None

    def compiled(self, source: str, names: Names, what: str) -> Program | None:
        """The program of an expression that `names` carries; None, and a fault, if there can be none."""
        try:
            return compile_text(source, Surroundings.of(names, self.surroundings))
        except XPathError as error:
            self.fault(f"bad_{what}", _joined(names), str(error), rule=source)
            return None

    def _rule(self, source: str | None, place: int, what: str, *, gives_text: bool = False) -> Rule | None:
        if source is None or not source.strip():
            return None
        program = self.compiled(source, self.paths[place], what)
        if program is None:
            return None
        self._note_reads(source, place, decides_value=what in ("relevant", "calculate", "count"))
        run = as_text(program) if gives_text else as_truth(program)
        return Rule(source.strip(), run, frozenset(functions_of(parse(source))))

    def _note_reads(self, source: str, place: int, *, decides_value: bool) -> None:
        names = self.paths[place]
        for reference in references(parse(source), names, names):
            target = self.numbers.get(reference.names)
            if target is None:
                self._unknown_path(reference.names, place, source)
                continue
            found = self._below(target) if reference.is_open else {target}
            if decides_value:
                self.reads.setdefault(place, set()).update(found)

    def _unknown_path(self, names: Names, place: int, source: str) -> None:
        # A phone finds nothing there and goes on ("null" written for an empty answer), and so do we.
        if len(names) > 1 and names[0] == self.paths[0][0]:
            self.warn(
                "unknown_path", _joined(self.paths[place]), f"no {_joined(names)} for {source.strip()!r}"
            )

    def _below(self, place: int) -> set[int]:
        names = self.paths[place]
        return {other for other, path in enumerate(self.paths) if path[: len(names)] == names}

    def _innermost_repeat(self, names: Names) -> int | None:
        for depth in range(len(names), 0, -1):
            if names[:depth] in self.repeats:
                return self.numbers[names[:depth]]
        return None

    def _first_load(self, path: str, place: int) -> Rule | None:
        for event in self.model.iterfind(tag(XF, "setvalue")):
            if event.get("ref", "").strip() == path and "first-load" in event.get("event", ""):
                program = self.compiled(
                    event.get("value") or f"'{event.text or ''}'", self.paths[place], "default"
                )
                return None if program is None else Rule(event.get("value", ""), as_text(program))
        return None

    def _warn_of_events(self) -> None:
        for event in self.root.iter(tag(XF, "setvalue"), tag(ODK, "setgeopoint"), tag(XF, "setgeopoint")):
            if "first-load" not in event.get("event", "") or event.getparent() is not self.model:
                self.warn(
                    "not_run", event.get("ref", ""), "what one answer sets in another is done by phones only"
                )

    def _nodes_that_stand_nowhere(self) -> None:
        for path, what in [
            *((path, "bind") for path in self.binds),
            *((path, "control") for path in self.controls),
        ]:
            if tuple(path.strip("/").split("/")) not in self.numbers and "@" not in path:
                self.fault("unknown_path", path, f"a {what} names what the instance does not have")

    def _order(self) -> tuple[int, ...]:
        """Everything after what it reads and after its group. A circle is a fault; inside a repeat a node may read
        its namesakes in other rounds."""
        sorter: TopologicalSorter[int] = TopologicalSorter()
        for place, (_, parent) in enumerate(self.skeleton):
            before = set(self.reads.get(place, ()))
            if self._innermost_repeat(self.paths[place]) is not None:
                before -= {place}
            sorter.add(
                place, *sorted(before - self._own_groups(place)), *(() if parent is None else (parent,))
            )
        try:
            return tuple(sorter.static_order())
        except CycleError as error:
            circle = " -> ".join(_joined(self.paths[place]) for place in error.args[1])
            self.fault("circle", _joined(self.paths[error.args[1][0]]), f"they wait for each other: {circle}")
            return ()

    def _own_groups(self, place: int) -> set[int]:
        groups: set[int] = set()
        above = self.skeleton[place][1]
        while above is not None:
            groups.add(above)
            above = self.skeleton[above][1]
        return groups

    def _instance_id_path(self) -> str:
        for names in self.paths:
            if names[1:] == ("meta", "instanceID"):
                return _joined(names)
        return f"/{self.paths[0][0]}/meta/instanceID"


def _preload(attributes: Mapping[str, str]) -> str:
    """ "timestamp start", "date today", "property username"; "" where nothing is filled in."""
    preload = attributes.get(tag(JR, "preload"), "")
    return f"{preload} {attributes.get(tag(JR, 'preloadParams'), '')}".strip() if preload else ""


def _joined(names: Names) -> str:
    return "/" + "/".join(names)
