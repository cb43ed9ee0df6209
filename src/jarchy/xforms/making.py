"""Makes a Form of a program: every rule compiled once, where its node stands."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from jarchy.xforms.finding import Finding, FormRefused
from jarchy.xforms.form import (
    LAST_SAVED,
    Bounds,
    Choice,
    Form,
    FormNode,
    Happens,
    Itemset,
    Kind,
    Rule,
    SetValue,
    Text,
)
from jarchy.xforms.itemsets import choice_of, labelled
from jarchy.xforms.program import BESIDE, FORMAT, Plain, Words
from jarchy.xforms.secondary import list_from
from jarchy.xforms.xpath.compiler import compile_tree
from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.nodes import Node, NodeKind
from jarchy.xforms.xpath.plain import tree_of
from jarchy.xforms.xpath.program import Context, Program, Run, Surroundings, as_text, as_truth
from jarchy.xforms.xpath.references import functions_of

Names = tuple[str, ...]
NO_TEXT = Text()


def form_of(program: Plain) -> Form:
    """The form that a program says. Raises FormRefused naming every rule that cannot be compiled, and ValueError
    for another format."""
    if program.get("format") != FORMAT:
        raise ValueError(f"a program of format {program.get('format')}; {FORMAT} is understood")
    return _Making(program).form()


class _Making:
    """One making; faults are gathered and raised together at its end."""

    def __init__(self, program: Plain) -> None:
        self.program = program
        self.faults: list[Finding] = []
        self.trees = [tree_of(tree) for tree in program["rules"]]
        self.functions = [self._functions(number) for number in range(len(self.trees))]
        self.sources: list[str] = program.get("sources") or [""] * len(self.trees)
        self.nodes: list[Plain] = program["nodes"]
        self.names = self._all_names()
        self.children: list[list[int]] = [[] for _ in self.nodes]
        for place, node in enumerate(self.nodes):
            if place:
                self.children[node["in"]].append(place)
        self.repeats = {
            names: place for place, names in enumerate(self.names) if self.nodes[place]["kind"] == Kind.REPEAT
        }
        self.surroundings = Surroundings(
            slots={
                names: place for place, names in enumerate(self.names) if self._repeat_around(names) is None
            },
            repeats=frozenset(self.repeats),
            namespaces=program.get("prefixes", {}),
            is_form=True,
        )
        self.numbered: Mapping[str, list[Words]] = program.get("texts", {})
        self.named: Mapping[str, Mapping[str, Words]] = program.get("named", {})
        ids = dict.fromkeys(text_id for by_id in self.named.values() for text_id in by_id)
        self.texts = {text_id: self.text(text_id, ()) for text_id in ids}
        self.instances = {name: list_from(data) for name, data in program.get("lists", {}).items()}
        if last_saved := program.get("last_saved"):
            # Nobody's last report is kept for the next one: what asks for it finds nothing.
            self.instances[last_saved] = Node("", kind=NodeKind.DOCUMENT)

    def form(self) -> Form:
        nodes = tuple(self._node(place) for place in range(len(self.nodes)))
        sets = tuple(self._sets())
        if self.faults:
            raise FormRefused(tuple(self.faults))
        program = self.program
        languages: Mapping[str, str] = program.get("languages", {})
        outside: Mapping[str, Plain] = program.get("files", {})
        files = {name: data["file"] for name, data in outside.items()}
        return Form(
            id=program["id"],
            version=program["version"],
            title=program["title"],
            root=nodes[0].name,
            languages=tuple(languages),
            default_language=program["default"],
            nodes=nodes,
            by_path={node.path: node for node in nodes},
            order=tuple(program["order"]),
            dependencies={
                node.path: frozenset(nodes[other].path for other in self.nodes[node.place].get("reads", ()))
                for node in nodes
            },
            lists=frozenset(files.values()),
            list_files=files,
            instances=self.instances,
            texts=self.texts,
            instance_id_path=f"{nodes[0].path}/meta/instanceID",
            warnings=tuple(Finding(**said) for said in program.get("warnings", ())),
            language_names=languages,
            right_to_left=frozenset(program.get("rtl", ())),
            sets=sets,
            media=tuple(program.get("media", ())),
            file_formats={data["file"]: data["format"] for data in outside.values()},
            last_saved=program.get("last_saved", ""),
        )

    def _functions(self, number: int) -> frozenset[str]:
        called = frozenset(functions_of(self.trees[number]))
        name = self.program.get("last_saved")
        # instance('__last-saved'): the name stands in the tree as a text.
        asks = name is not None and json.dumps(["s", name]) in json.dumps(self.program["rules"][number])
        return called | {LAST_SAVED} if asks else called

    def _all_names(self) -> list[Names]:
        found: list[Names] = []
        for node in self.nodes:
            above = found[node["in"]] if "in" in node else ()
            found.append((*above, node["name"]))
        return found

    def _repeat_around(self, names: Names) -> int | None:
        """The place of the innermost repeat around a node, itself among them."""
        for depth in range(len(names), 0, -1):
            if names[:depth] in self.repeats:
                return self.repeats[names[:depth]]
        return None

    def _node(self, place: int) -> FormNode:
        said, names = self.nodes[place], self.names[place]
        return FormNode(
            place=place,
            parent=said.get("in"),
            path=joined(names),
            name=names[-1],
            kind=Kind(said["kind"]),
            bind_type=said.get("type", "string"),
            appearance=said.get("appearance", ""),
            label=self.text(said.get("label"), names),
            hint=self.text(said.get("hint"), names),
            guidance=self.text(said.get("hint"), names, "guidance"),
            relevant=self._truth(said, place, "relevant"),
            required=self._truth(said, place, "required"),
            readonly=self._truth(said, place, "readonly"),
            constraint=self._truth(said, place, "constraint"),
            calculate=self._text_rule(said.get("calculate"), place, "calculate"),
            constraint_message=self.text(said.get("constraint_message"), names),
            required_message=self.text(said.get("required_message"), names),
            default=said.get("default", ""),
            preload=said.get("preload", ""),
            itemset=self._itemset(said.get("choices"), names),
            count=self._text_rule(said.get("count"), place, "count"),
            bounds=_bounds(said.get("range")),
            accepts=said.get("accepts", ""),
            max_pixels=said.get("max_pixels", 0),
            in_repeat=self._repeat_around(names),
            children=tuple(self.children[place]),
        )

    def _truth(self, said: Plain, place: int, what: str) -> Rule | None:
        number = said.get(what)
        program = None if number is None else self._compiled(number, self.names[place], what)
        if number is None or program is None:
            return None
        return Rule(self.sources[number], as_truth(program), self.functions[number])

    def _text_rule(self, number: int | None, place: int, what: str) -> Rule | None:
        program = None if number is None else self._compiled(number, self.names[place], what)
        if number is None or program is None:
            return None
        return Rule(self.sources[number], as_text(program), self.functions[number])

    def _compiled(self, number: int, names: Names, what: str) -> Program | None:
        """The program of a rule that `names` carries; None, and a fault, if there can be none."""
        try:
            return compile_tree(self.trees[number], Surroundings.of(names, self.surroundings))
        except XPathError as error:
            source = self.sources[number]
            said = XPathError(error.reason, position=error.position, expression=source)
            self.faults.append(Finding(f"bad_{what}", joined(names), rule=source, reason=str(said)))
            return None

    def _sets(self) -> Iterator[SetValue]:
        for said in self.program.get("sets", ()):
            rule = self._text_rule(said["to"], said["node"], "default")
            if rule is not None:
                yield SetValue(Happens(said["when"]), said["node"], rule, said.get("by"))

    def _itemset(self, said: Plain | None, names: Names) -> Itemset | None:
        if said is None:
            return None
        if "fixed" in said:
            choices = [labelled(name, self.text(reference, names)) for name, reference in said["fixed"]]
            return _fixed(Itemset(_no_rows, "name", "label"), choices)
        program = self._compiled(said["rows"], names, "itemset")
        if program is None:
            return None
        itemset = Itemset(
            rows=program.run,
            value=said["value"],
            label=said["label"],
            label_is_text_id="by_id" in said,
            whole=said.get("list", ""),
            source=self.sources[said["rows"]],
        )
        if itemset.whole not in self.instances:
            return itemset
        rows = [row for root in self.instances[itemset.whole].children for row in root.children]
        return _fixed(itemset, [choice_of(row, itemset, self.texts) for row in rows])

    def text(self, reference: int | str | None, names: Names, form: str = "text") -> Text:
        """The words of a text (or its guidance), its rules standing where `names` does."""
        if reference is None:
            return NO_TEXT
        found = self._in_languages(reference)
        spoken: dict[str, Words] = {
            language: words.get(form) if isinstance(words, dict) else words if form == "text" else None
            for language, words in found.items()
        }
        return Text(
            {
                language: self._parts(words, names)
                for language, words in spoken.items()
                if words is not None and not isinstance(words, dict)
            },
            {
                language: {sort: file for sort, file in words.items() if sort in BESIDE}
                for language, words in found.items()
                if isinstance(words, dict) and BESIDE & words.keys()
            },
        )

    def _in_languages(self, reference: int | str) -> dict[str, Words]:
        if isinstance(reference, str):
            return {
                language: by_id[reference] for language, by_id in self.named.items() if reference in by_id
            }
        return {language: words[reference] for language, words in self.numbered.items()}

    def _parts(self, words: str | list[str | int], names: Names) -> tuple[str | Run, ...]:
        if isinstance(words, str):
            return (words,) if words else ()
        return tuple(part for part in (self._part(part, names) for part in words) if part is not None)

    def _part(self, part: str | int, names: Names) -> str | Run | None:
        if isinstance(part, str):
            return part
        program = self._compiled(part, names, "output")
        return None if program is None else as_text(program)


def _fixed(itemset: Itemset, choices: list[Choice]) -> Itemset:
    return Itemset(
        itemset.rows, itemset.value, itemset.label, itemset.label_is_text_id, itemset.whole,
        fixed=tuple(choices), fixed_names=frozenset(choice.name for choice in choices), source=itemset.source,
    )  # fmt: skip


def _bounds(said: Mapping[str, str] | None) -> Bounds | None:
    if said is None:
        return None
    return Bounds(Decimal(said["start"]), Decimal(said["end"]), Decimal(said["step"]))


def _no_rows(context: Context) -> list[Any]:
    return []


def joined(names: Names) -> str:
    """The path that these names make."""
    return "/" + "/".join(names)
