"""The words of a form in its languages, with the values that they put in."""

import re
from dataclasses import dataclass, field
from typing import Protocol

from lxml import etree

from jarchy.xforms.form import NO_TEXT, Text
from jarchy.xforms.namespaces import XF, tag
from jarchy.xforms.xpath.program import Program, Run, as_text

_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*$")
_ITEXT = re.compile(r"\s*jr:itext\(\s*['\"](.*)['\"]\s*\)\s*$", re.DOTALL)
Names = tuple[str, ...]


class Compiler(Protocol):
    def compiled(self, source: str, names: Names, what: str) -> Program | None: ...


@dataclass(slots=True)
class Wording:
    """Texts by id, and the languages: their codes ("ky" of "Кыргызча (ky)"), in order, with the names in `names`."""

    compiler: Compiler
    languages: tuple[str, ...] = ()
    default: str = ""
    names: dict[str, str] = field(default_factory=dict)
    elements: dict[str, dict[str, etree._Element]] = field(default_factory=dict)
    texts: dict[str, Text] = field(default_factory=dict)

    def of(self, element: etree._Element | None, names: Names) -> Text:
        """What a label or hint says."""
        if element is None:
            return NO_TEXT
        if element.get("ref"):
            return self.message(element.get("ref"), names)
        return Text({self.default: self._parts(element, names)})

    def message(self, source: str | None, names: Names) -> Text:
        """A message given as jr:itext('id') or as it is."""
        if not source:
            return NO_TEXT
        match = _ITEXT.match(source)
        return self.text(match[1], names) if match else Text({self.default: (source,)})

    def text(self, text_id: str, names: Names) -> Text:
        by_language = self.elements.get(text_id, {})
        return Text({language: self._parts(value, names) for language, value in by_language.items()})

    def _parts(self, element: etree._Element, names: Names) -> tuple[str | Run, ...]:
        parts: list[str | Run] = [element.text or ""]
        for child in element:
            if child.tag == tag(XF, "output"):
                program = self.compiler.compiled(
                    child.get("value") or child.get("ref") or "", names, "output"
                )
                if program is not None:
                    parts.append(as_text(program))
            parts.append(child.tail or "")
        return tuple(part for part in parts if part != "")


def read_wording(model: etree._Element, compiler: Compiler) -> Wording:
    wording = Wording(compiler)
    itext = model.find(tag(XF, "itext"))
    if itext is None:
        return wording
    for translation in itext.iterfind(tag(XF, "translation")):
        name = translation.get("lang", "")
        code = language_code(name)
        wording.names[code] = _CODE.sub("", name).strip() or name
        if translation.get("default") is not None or not wording.default:
            wording.default = code
        for text in translation.iterfind(tag(XF, "text")):
            # The first value without a form is the words; others are sounds, pictures and the short form.
            plain = next((value for value in text.iterfind(tag(XF, "value")) if not value.get("form")), None)
            if plain is not None:
                wording.elements.setdefault(text.get("id", ""), {})[code] = plain
    wording.languages = tuple(wording.names)
    # Ids that are paths belong to questions and are read with them; the rest are choices and the form's own.
    wording.texts = {text_id: wording.text(text_id, ()) for text_id in wording.elements if text_id[:1] != "/"}
    return wording


def language_code(name: str) -> str:
    """ "ky" of "Кыргызча (ky)"; a name without a code is its own."""
    match = _CODE.search(name)
    return match[1] if match else name
