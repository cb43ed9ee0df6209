"""What a form asks for and this engine, or a face beside the phones, does not do: said when the form is read.

Nothing here refuses a form: its answers are taken from those who can give them. What could not even be checked is
refused where it is read.
"""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from jarchy.xforms.controls import Control
from jarchy.xforms.finding import Finding
from jarchy.xforms.form import Kind
from jarchy.xforms.namespaces import ODK, XF, local_name, tag

# Few enough digits that one can be divided by another without rounding.
_BOUND = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,10})?")
_APP = re.compile(r"\bex:")
_CALENDARS = frozenset(("ethiopian", "coptic", "islamic", "bikram-sambat", "myanmar", "persian", "buddhist"))
_DRAWN = frozenset(("draw", "annotate", "signature"))
_ON_A_MAP = frozenset(("map", "placement-map", "maps", "image-map"))
_WITHIN = frozenset(("uid", "timestamp start", "timestamp end", "date today", "property username"))
_OF_PHONES = frozenset(
    ("property deviceid", "property phonenumber", "property email", "property uri:deviceid")
)


def undone_by(path: str, control: Control | None, kind: Kind, preload: str) -> Iterator[Finding]:
    """About one question. Codes: not_run, not_checked, asked_plainly, not_filled."""
    if control is not None:
        yield from _of_control(path, control, kind)
    if preload in _OF_PHONES:
        yield Finding("not_filled", path, reason=f"{preload} is known to phones; other ways leave it empty")
    elif preload and preload not in _WITHIN:
        yield Finding("not_filled", path, reason=f"{preload} is not filled in")


def _of_control(path: str, control: Control, kind: Kind) -> Iterator[Finding]:
    words = frozenset(control.appearance.split())
    if control.query:
        yield Finding("not_checked", path, reason="choices of an external select are known to Collect only")
    if control.searches:
        yield Finding("not_checked", path, reason="choices found by search() are known to Collect only")
    if control.app or _APP.search(control.appearance):
        yield Finding("not_run", path, reason="another app is started by Collect only; elsewhere it is asked")
    if control.mediatype.startswith("osm/"):
        yield Finding("not_checked", path, reason="OpenStreetMap data are kept as a file and not looked into")
    for word, plainly in [
        *((word, "a day is asked by our calendar") for word in sorted(words & _CALENDARS)),
        *((word, "a picture is asked instead of a drawing") for word in sorted(words & _DRAWN)),
        *((word, "it is asked without a map") for word in sorted(words & _ON_A_MAP)),
        *((word, "nothing is printed") for word in sorted(words & {"printer"})),
    ]:
        yield Finding("asked_plainly", path, reason=f"{word}: outside phones {plainly}")


def undone_in(root: etree._Element, model: etree._Element) -> Iterator[Finding]:
    """About the form as a whole, each naming the node that stays without a value."""
    for action in root.iter(tag(ODK, "setgeopoint"), tag(XF, "setgeopoint")):
        yield Finding("not_run", action.get("ref", ""), reason="the place is taken by phones only")
    for action in root.iter(tag(ODK, "recordaudio")):
        yield Finding(
            "not_run", action.get("ref", ""), reason="sound is recorded in the background by phones only"
        )
    for audit in model.iterfind(f".//{tag(XF, 'bind')}"):
        if audit.get("nodeset", "").endswith("/meta/audit"):
            reason = "the log of how it was filled in is kept by Collect only; its file is taken as it is"
            yield Finding("not_run", audit.get("nodeset", ""), reason=reason)
    primary = model.find(f"{tag(XF, 'instance')}/*")
    for entity in () if primary is None else primary.iter(etree.Element):
        if local_name(entity) == "entity" and entity.get("dataset") is not None:
            reason = f"no entity of {entity.get('dataset')} is made or changed; the answers are kept"
            yield Finding("not_run", _path_within(entity, primary), reason=reason)


def _path_within(element: etree._Element, primary: etree._Element | None) -> str:
    names: list[str] = []
    at: etree._Element | None = element
    while at is not None:
        names.append(local_name(at))
        if at is primary:
            break
        at = at.getparent()
    return "/" + "/".join(reversed(names))


def range_of(control: Control) -> Mapping[str, str] | None:
    """The bounds of a range as the program keeps them; None where they are no plain numbers."""
    if control.bounds is None or not all(_BOUND.fullmatch(bound) for bound in control.bounds):
        return None
    start, end, step = control.bounds
    return {"start": start, "end": end, "step": step.removeprefix("-")}


def pixels_of(bind: Mapping[str, str]) -> int:
    """How long the longer side of a picture may be; 0 where nothing is said."""
    said = next((value for key, value in bind.items() if key.rpartition("}")[2] == "max-pixels"), "")
    return int(said) if said.isdecimal() else 0
