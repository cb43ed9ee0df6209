"""Submissions as XML: read whatever sent them, written as ODK Collect does, brought to one shape for hashing."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lxml import etree

from jarchy.xforms.form import FILES, Form, Kind
from jarchy.xforms.hardened import LARGEST, UnreadableXml, parse_xml
from jarchy.xforms.namespaces import JR, ORX, local_name, tag

MOST_ANSWERS = 20_000
_INDEX = re.compile(r"\[\d+\]")
_SPACE = re.compile(r"\s+")
_TEMPLATE = tag(JR, "template")
# XML 1.0 has no way to write these; they come from clipboards.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Instance:
    """One submission. `answers` holds every leaf but meta, by path, the empty ones too; in a repeat the second round
    is "/data/person[2]/name". `instance_id` and `deprecated_id` are "" where there is none."""

    form_id: str
    version: str
    root: str
    instance_id: str
    deprecated_id: str
    answers: Mapping[str, str]
    meta: Mapping[str, str]

    def attachments(self, form: Form) -> tuple[str, ...]:
        """Names of the files that the answers speak of, in the form's order."""
        found = [
            value
            for path, value in self.answers.items()
            if value and (node := form.by_path.get(_INDEX.sub("", path))) is not None and node.kind in FILES
        ]
        # Collect's log of how the form was filled in comes as a file, too.
        return tuple(dict.fromkeys([*found, *filter(None, [self.meta.get("audit", "")])]))


def read_submission(body: bytes, *, largest: int = LARGEST) -> Instance:
    """The submission in `body`. Raises UnreadableXml: cut_off, doctype, too_large, too_deep, not_well_formed, empty,
    no_form_id, encrypted, too_many_answers."""
    root = parse_xml(body, largest=largest)
    if not root.get("id"):
        raise UnreadableXml("no_form_id", "the root element names no form")
    if root.get("encrypted") == "yes":
        raise UnreadableXml("encrypted", "the submission is encrypted and cannot be checked")
    leaves: dict[str, str] = {}
    meta: dict[str, str] = {}
    name = local_name(root)
    in_meta = f"/{name}/meta/"
    for path, value in _leaves(root):
        if path.startswith(in_meta):
            meta[path.rpartition("/")[2]] = value.strip()
        else:
            leaves[path] = value
    if len(leaves) > MOST_ANSWERS:
        raise UnreadableXml("too_many_answers", f"more than {MOST_ANSWERS} answers")
    return Instance(
        form_id=root.get("id", ""),
        version=root.get("version", ""),
        root=name,
        instance_id=meta.get("instanceID", ""),
        deprecated_id=meta.get("deprecatedID", ""),
        answers=leaves,
        meta=meta,
    )


def _leaves(root: etree._Element) -> list[tuple[str, str]]:
    """Every leaf with its path, namespaces aside, in document order. A repeat's template is no answer."""
    found: list[tuple[str, str]] = []
    _gather(root, f"/{local_name(root)}", found)
    return found


def _gather(element: etree._Element, path: str, found: list[tuple[str, str]]) -> None:
    """The leaves below; the second round of a name is [2]. No deeper than the parser lets a document be."""
    seen: dict[str, int] = {}
    for child in element:
        tag_name = child.tag
        if not isinstance(tag_name, str):
            continue
        name = tag_name[tag_name.rfind("}") + 1 :]
        number = seen[name] = seen.get(name, 0) + 1
        own = f"{path}/{name}" if number == 1 else f"{path}/{name}[{number}]"
        if len(child) == 0:
            found.append((own, child.text or ""))
        elif child.get(_TEMPLATE) is not None:
            seen[name] -= 1
        elif any(isinstance(below.tag, str) for below in child):
            _gather(child, own, found)
        else:
            # Comments stand in the answer: what is written around them counts.
            found.append((own, (child.text or "") + "".join(below.tail or "" for below in child)))


def write_submission(form: Form, answers: Mapping[str, str], meta: Mapping[str, str]) -> bytes:
    """The submission as Collect writes it: every node of the form in its order, the unanswered ones empty, rounds of
    repeats one after the other; `meta` holds instanceID and, where there is one, deprecatedID.

    Raises KeyError for a path that the form does not have.
    """
    root = etree.Element(form.root, nsmap={"orx": ORX, "jr": JR})
    root.set("id", form.id)
    if form.version:
        root.set("version", form.version)
    rounds = _rounds(form, answers)
    _write_below(form, 0, f"/{form.root}", root, answers=answers, rounds=rounds)
    for old in root.findall("meta"):
        root.remove(old)
    block = etree.SubElement(root, tag(ORX, "meta"))
    for name, value in meta.items():
        etree.SubElement(block, tag(ORX, name)).text = _written(value)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _rounds(form: Form, answers: Mapping[str, str]) -> dict[str, int]:
    """How many rounds the answers speak of, by the repeat's path without its own number."""
    found: dict[str, int] = {}
    for path in answers:
        plain = _INDEX.sub("", path)
        if plain not in form.by_path:
            raise KeyError(path)
        names = path.split("/")
        for depth in range(2, len(names) + 1):
            part, index = names[depth - 1].partition("[")[0], _INDEX.search(names[depth - 1])
            key = "/".join([*names[: depth - 1], part])
            found[key] = max(found.get(key, 1), int(index[0][1:-1]) if index else 1)
    return found


def _write_below(
    form: Form,
    place: int,
    path: str,
    element: etree._Element,
    *,
    answers: Mapping[str, str],
    rounds: Mapping[str, int],
) -> None:
    for below in form.nodes[place].children:
        node = form.nodes[below]
        inner = f"{path}/{node.name}"
        count = rounds.get(inner, 1) if node.kind is Kind.REPEAT else 1
        for number in range(1, count + 1):
            own = inner if number == 1 else f"{inner}[{number}]"
            made = etree.SubElement(element, node.name)
            if node.is_group:
                _write_below(form, below, own, made, answers=answers, rounds=rounds)
            elif value := answers.get(own):
                made.text = _written(value)


def _written(value: str) -> str:
    return _UNWRITABLE.sub("", value)


def canonical(instance: Instance, leave_out: Collection[str] = ()) -> bytes:
    """The same bytes for the same answers, for the caller to hash.

    UTF-8 JSON of form id, version and the answers as [path, value], sorted by path. White space is made one space and
    trimmed, empty answers are left out; so are the paths in `leave_out` (in every round of a repeat) and the
    instanceID, which names the submission and is no answer. The order of the nodes in the XML makes no difference,
    the order of rounds in a repeat does.
    """
    answers = [
        [path, " ".join(_SPACE.split(value.strip()))]
        for path, value in sorted(instance.answers.items())
        if value.strip() and _INDEX.sub("", path) not in leave_out
    ]
    content = {"form": instance.form_id, "version": instance.version, "answers": answers}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
