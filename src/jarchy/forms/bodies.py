"""A submission's XML taken apart before anything of it is kept. Pure: bytes in, values out."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from jarchy.forms.rules import HOST_PHONE
from jarchy.xforms.hardened import UnreadableXml, parse_xml
from jarchy.xforms.instance import Instance, read_submission

LONGEST_ID = 255
UNREADABLE_CHARACTERS = 100_000  # of a body that cannot be read; enough to see what it was
MASK = "•••"

_FILE_NAME = re.compile(r"[^/\\\0\s.][^/\\\0]{0,200}\.[A-Za-z0-9]{2,5}")

# Nine digits or more, also written in groups: telephones, identity papers. Whatever it was, it is not to be kept.
_BETWEEN = (
    r"[ \u00a0\u202f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad().\-\u2010-\u2015/_\u00b7\u2022]"
)
_LONG_RUN = re.compile(rf"\d(?:{_BETWEEN}{{0,2}}\d){{8,}}")


@dataclass(frozen=True)
class Arrived:
    """A body that could be read, the host's telephone cut out of it.

    `body` is what is kept: XML without declaration or comments; `instance` its answers by path; `instance_id` is empty
    where the sender gave none; `deprecated_id` names the instance that this one corrects.
    """

    body: str
    instance: Instance
    instance_id: str
    deprecated_id: str
    host_phone: str


def take_apart(body: bytes) -> Arrived:
    """Read a submission and cut the host's telephone out of it. Raises xforms.hardened.UnreadableXml."""
    root = parse_xml(body)
    # Comments are no answers, and a number may stand in one; text on both sides of one is a single text afterwards.
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction, etree.Entity)
    phone = _cut_out(root, HOST_PHONE)
    instance = read_submission(etree.tostring(root, encoding="utf-8"))
    return Arrived(
        body=etree.tostring(root, encoding="unicode"),
        instance=instance,
        instance_id=_shortened(instance.instance_id),
        deprecated_id=_shortened(instance.deprecated_id),
        host_phone=phone,
    )


def _cut_out(root: etree._Element, name: str) -> str:
    """Empty every element and attribute of this name, wherever it stands; what was said there, "" for nothing."""
    said = []
    for element in root.iter():
        for key in [key for key in element.attrib if etree.QName(key).localname == name]:
            said.append(str(element.attrib.pop(key)))
    for element in list(_named(root, name)):
        said.append("".join(str(text) for text in element.itertext()))
        tail = element.tail
        element.clear()
        element.tail = tail
    return ", ".join(dict.fromkeys(text.strip() for text in said if text.strip()))


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """The outermost of them: of two hundred inside each other the same text would be read two hundred times."""
    return (
        element
        for element in root.iter()
        if etree.QName(element).localname == name
        and not any(etree.QName(above).localname == name for above in element.iterancestors())
    )


def _shortened(instance_id: str) -> str:
    if len(instance_id) <= LONGEST_ID:
        return instance_id
    return "long:" + hashlib.sha256(instance_id.encode()).hexdigest()


def flat_answers(by_path: Mapping[str, str], plain_names: Mapping[str, str]) -> dict[str, str]:
    """What was said, by the question's name where it stands in the form once and in no repeat (Form.plain_names), else
    by path.

    Empty answers are left out. Text is trimmed.
    """
    names = {path: name for name, path in plain_names.items()}
    return {names.get(path, path): text for path, said in by_path.items() if (text := said.strip())}


def emptied(body: str, question: str) -> str:
    """The kept body with every answer to this question gone."""
    root = parse_xml(body.encode())
    _cut_out(root, question)
    return etree.tostring(root, encoding="unicode")


def without_answer(answers: Mapping[str, str], question: str) -> dict[str, str]:
    """Flat answers without this question, in repeats too."""
    tail = re.compile(rf"(?:.*/)?{re.escape(question)}(?:\[\d+\])?")
    return {name: text for name, text in answers.items() if not tail.fullmatch(name)}


# What an answer of each kind looks like where nobody can be named by it; every other kind is emptied.
_CHOICES = re.compile(r"[\w.:-]{1,80}(?: [\w.:-]{1,80})*", re.ASCII)
_PLAIN = {
    "integer": re.compile(r"-?\d{1,9}"), "decimal": re.compile(r"-?\d{1,9}(?:\.\d{1,9})?"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"), "time": re.compile(r"[\d:.+Z-]{1,30}"),
    "date_time": re.compile(r"[\dT:.+Z-]{1,40}"), "acknowledge": re.compile(r"OK|yes|true|1"),
    "select_one": _CHOICES, "select_multiple": _CHOICES, "rank": _CHOICES,
}  # fmt: skip
_INSTITUTIONS = ("institution",)  # the text question that is kept: an evaluation samples by it
_META = ("instanceID", "deprecatedID")


def _names_nobody(name: str, text: str, kinds: Mapping[str, str]) -> bool:
    if name in _META or name in _INSTITUTIONS:
        return True
    plain = _PLAIN.get(kinds.get(name, ""))
    return plain is not None and plain.fullmatch(text) is not None


def body_without_people(body: str, kinds: Mapping[str, str]) -> str:
    """The kept body with every answer gone that is no number, day, time or choice. `kinds`: of the form's questions."""
    root = parse_xml(body.encode())
    for element in root.iter():
        element.tail = None
        if element is not root:
            element.attrib.clear()
        if element.text and not _names_nobody(etree.QName(element).localname, element.text.strip(), kinds):
            element.text = None
    return etree.tostring(root, encoding="unicode")


def answers_without_people(answers: Mapping[str, str], kinds: Mapping[str, str]) -> dict[str, str]:
    """Flat answers likewise; those of repeats by their last name."""
    return {
        name: text
        for name, text in answers.items()
        if _names_nobody(name.rsplit("/", 1)[-1].partition("[")[0], text, kinds)
    }


def masked_rubbish(body: bytes) -> str:
    """As much of an unreadable body as is kept, every run of nine digits or more masked, however it is written."""
    text = html.unescape(_decoded(body[: 4 * UNREADABLE_CHARACTERS]))[:UNREADABLE_CHARACTERS]
    masked = _LONG_RUN.sub(MASK, text.replace("\0", ""))
    # What stands at the cut may be the beginning of a number.
    return re.sub(r"\d+\Z", MASK, masked)


def _decoded(body: bytes) -> str:
    """Readable for the eye, never an error. UTF-16 without a mark shows by its zero bytes."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", errors="replace")
    head = body[:400]
    if head[1::2].count(0) > len(head) // 4:
        return body.decode("utf-16-le", errors="replace")
    if head[::2].count(0) > len(head) // 4:
        return body.decode("utf-16-be", errors="replace")
    return body.decode("utf-8", errors="replace")


def named_files(body: bytes) -> list[str]:
    """Names of files that answers may mean, for whoever looks for them beside the body; none where it is unreadable.

    An answer that could lead out of the body's own folder is not one.
    """
    try:
        root = parse_xml(body)
    except UnreadableXml:
        return []
    texts = {(element.text or "").strip() for element in root.iterdescendants() if not len(element)}
    return sorted(text for text in texts if _FILE_NAME.fullmatch(text))
