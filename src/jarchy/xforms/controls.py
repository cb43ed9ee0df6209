"""The body of an XForm: which control asks which node, and what kind of question that makes it."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from jarchy.xforms.form import Kind
from jarchy.xforms.namespaces import JR, XF, local_name, tag

_ASKING = frozenset(("input", "select1", "select", "rank", "upload", "trigger", "range", "secret"))


@dataclass(frozen=True, slots=True)
class Control:
    """`tag` is the control's name without its namespace; label and hint are elements or None; `bounds` the start, end
    and step of a range; `query` and `app` what only Collect asks for answers (an external choice, another app)."""

    tag: str
    appearance: str
    label: etree._Element | None
    hint: etree._Element | None
    itemset: etree._Element | None = None
    items: tuple[etree._Element, ...] = ()
    mediatype: str = ""
    is_repeat: bool = False
    count: str = ""
    bounds: tuple[str, str, str] | None = None
    query: str = ""
    app: str = ""

    @property
    def searches(self) -> bool:
        """Its choices are looked for in a file by Collect: what stands in the form are column names."""
        return self.appearance.startswith("search(") or " search(" in self.appearance


def controls_of(body: etree._Element) -> dict[str, Control]:
    """By path. A repeat's label and appearance are those of the group around it."""
    found: dict[str, Control] = {}
    for element in body.iter(etree.Element):
        name = local_name(element)
        if name == "repeat":
            found[element.get("nodeset", "").strip()] = _repeat(element)
        elif name == "group" and element.get("ref") and element.find(tag(XF, "repeat")) is None:
            found[element.get("ref", "").strip()] = _control(element, name)
        elif name in _ASKING:
            found[(element.get("ref") or element.get("nodeset") or "").strip()] = _control(element, name)
    return found


def _control(element: etree._Element, name: str) -> Control:
    return Control(
        tag=name,
        appearance=element.get("appearance", "").strip(),
        label=element.find(tag(XF, "label")),
        hint=element.find(tag(XF, "hint")),
        itemset=element.find(tag(XF, "itemset")),
        items=tuple(element.iterfind(tag(XF, "item"))),
        mediatype=element.get("mediatype", ""),
        bounds=_bounds(element) if name == "range" else None,
        query=element.get("query", "").strip(),
        app=element.get("intent", "").strip(),
    )


def _bounds(element: etree._Element) -> tuple[str, str, str]:
    start, end, step = (element.get(name, "").strip() for name in ("start", "end", "step"))
    return start, end, step


def _repeat(element: etree._Element) -> Control:
    group = element.getparent()
    around = group if group is not None and local_name(group) == "group" else element
    appearance = f"{around.get('appearance', '')} {element.get('appearance', '')}".strip()
    return Control(
        tag="repeat",
        appearance=appearance,
        label=around.find(tag(XF, "label")),
        hint=None,
        is_repeat=True,
        count=element.get(tag(JR, "count"), ""),
    )


_BY_TYPE = {
    "int": Kind.INTEGER, "integer": Kind.INTEGER, "decimal": Kind.DECIMAL, "double": Kind.DECIMAL, "date": Kind.DATE,
    "time": Kind.TIME, "dateTime": Kind.DATE_TIME, "geopoint": Kind.GEOPOINT, "geotrace": Kind.GEOTRACE,
    "geoshape": Kind.GEOSHAPE, "barcode": Kind.BARCODE,
}  # fmt: skip
_BY_TAG = {
    "group": Kind.GROUP, "repeat": Kind.REPEAT, "select1": Kind.SELECT_ONE, "select": Kind.SELECT_MULTIPLE,
    "rank": Kind.RANK, "trigger": Kind.ACKNOWLEDGE,
}  # fmt: skip
_BY_MEDIA = {"image": Kind.IMAGE, "audio": Kind.AUDIO, "video": Kind.VIDEO}


def kind_of(bind: Mapping[str, str], control: Control | None, *, has_children: bool) -> Kind:
    if control is None:
        if has_children:
            return Kind.GROUP
        if bind.get(tag(JR, "preload")) or bind.get("type") == "binary":
            return Kind.METADATA
        return Kind.CALCULATE if bind.get("calculate") else Kind.HIDDEN
    if control.searches:
        return Kind.TEXT
    if control.tag in _BY_TAG:
        return _BY_TAG[control.tag]
    if control.tag == "upload":
        return _BY_MEDIA.get(control.mediatype.partition("/")[0], Kind.FILE)
    if control.tag == "range":
        return _BY_TYPE.get(bind.get("type", ""), Kind.DECIMAL)
    if bind.get("readonly", "").strip() == "true()" and bind.get("type", "string") == "string":
        return Kind.NOTE
    return _BY_TYPE.get(bind.get("type", "string").removeprefix("xsd:"), Kind.TEXT)
