"""Values that a form puts in when something happens: a report begins, a round is added, an answer changes."""

from typing import Any, Protocol

from lxml import etree

from jarchy.xforms.namespaces import XF, local_name, tag

Names = tuple[str, ...]
_EVENTS = {
    "odk-instance-first-load": "first_load",
    "odk-new-repeat": "new_round",
    "xforms-value-changed": "changed",
}


class Reading(Protocol):
    numbers: dict[Names, int]

    def rule_number(self, source: str, names: Names, what: str) -> int | None: ...

    def warn(self, code: str, path: str, reason: str) -> None: ...


def read_sets(model: etree._Element, body: etree._Element, reading: Reading) -> list[dict[str, Any]]:
    """In the order of the document, as the program keeps them; what cannot be done is warned of."""
    found: list[dict[str, Any]] = []
    for element in [*model.iterfind(tag(XF, "setvalue")), *body.iter(tag(XF, "setvalue"))]:
        target = element.get("ref", "").strip()
        names = tuple(target.strip("/").split("/"))
        if names not in reading.numbers:
            # An attribute belongs to an entity, of which is said elsewhere that none is made.
            if "@" not in target:
                reading.warn("unknown_path", target, "a value is put in where the form has no question")
            continue
        number = reading.rule_number(_source(element), names, "default")
        for event in element.get("event", "").split():
            when = _EVENTS.get(event)
            if when is None:
                reading.warn("not_run", target, f"what is done on {event} is done by phones only")
            elif number is not None:
                found.append(_set(element, when, reading.numbers[names], number, reading))
    return found


def _set(element: etree._Element, when: str, node: int, to: int, reading: Reading) -> dict[str, Any]:
    by = None if when == "first_load" else _around(element, reading)
    made = {"when": when, "node": node, "to": to}
    return made if by is None else made | {"by": by}


def _around(element: etree._Element, reading: Reading) -> int | None:
    """The place of the control that the set stands in."""
    control = element.getparent()
    if control is None:
        return None
    what = "nodeset" if local_name(control) == "repeat" else "ref"
    return reading.numbers.get(tuple(control.get(what, "").strip().strip("/").split("/")))


def _source(element: etree._Element) -> str:
    """The expression; a text written inside is that text, whichever quotes it holds."""
    if value := element.get("value", "").strip():
        return value
    text = element.text or ""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    return "concat(" + ', "\'", '.join(f"'{part}'" for part in text.split("'")) + ")"
