"""The words of a form in its languages, with the values that they put in and the pictures and sounds beside them."""

import re
from dataclasses import dataclass, field
from typing import Protocol

from lxml import etree

from jarchy.xforms.namespaces import XF, tag
from jarchy.xforms.program import BESIDE, Words

_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*$")
_ITEXT = re.compile(r"\s*jr:itext\(\s*['\"](.*)['\"]\s*\)\s*$", re.DOTALL)
_MEDIA = re.compile(r"jr://(?:images|audio|video|file)/(.+)")
Names = tuple[str, ...]
TextReference = int | str
"""A number into the program's texts, or the id of a named one."""


class RuleKeeper(Protocol):
    def rule_number(self, source: str, names: Names, what: str) -> int | None: ...


@dataclass(slots=True)
class Wording:
    """Texts and the languages: their codes ("ky" of "Кыргызча (ky)"), in order, with the names in `languages`.

    `texts` grow by number as questions ask for them; `named` are those whose ids are no question's path.
    """

    keeper: RuleKeeper
    languages: dict[str, str] = field(default_factory=dict)
    default: str = ""
    elements: dict[str, dict[str, etree._Element]] = field(default_factory=dict)
    texts: list[dict[str, Words]] = field(default_factory=list)
    named: dict[str, dict[str, Words]] = field(default_factory=dict)
    media: dict[str, None] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def of(self, element: etree._Element | None, names: Names) -> TextReference | None:
        """What a label or hint says."""
        if element is None:
            return None
        if element.get("ref"):
            return self.message(element.get("ref"), names)
        return self._number({self.default: self._parts(element, names)})

    def message(self, source: str | None, names: Names) -> TextReference | None:
        """A message given as jr:itext('id') or as it is."""
        if not source:
            return None
        match = _ITEXT.match(source)
        if match is None:
            return self._number({self.default: source})
        text_id = match[1]
        if text_id in self.named:
            return text_id
        if text_id not in self._numbers and text_id in self.elements:
            number = self._number(self._in_languages(text_id, names))
            if number is not None:
                self._numbers[text_id] = number
        return self._numbers.get(text_id)

    def by_number(self) -> dict[str, list[Words]]:
        """Each language's words in the order of their numbers."""
        codes = dict.fromkeys(code for text in self.texts for code in text)
        return {code: [text.get(code) for text in self.texts] for code in codes}

    def by_id(self) -> dict[str, dict[str, Words]]:
        found: dict[str, dict[str, Words]] = {}
        for text_id, by_language in self.named.items():
            for code, words in by_language.items():
                found.setdefault(code, {})[text_id] = words
        return found

    def name_the_rest(self) -> None:
        """Ids that are paths belong to questions and are read with them; the rest are choices and the form's own."""
        self.named = {
            text_id: self._in_languages(text_id, ()) for text_id in self.elements if text_id[:1] != "/"
        }

    def _number(self, by_language: dict[str, Words]) -> int | None:
        if not any(by_language.values()):
            return None
        self.texts.append(by_language)
        return len(self.texts) - 1

    def _in_languages(self, text_id: str, names: Names) -> dict[str, Words]:
        return {
            language: self._words(text, names) for language, text in self.elements.get(text_id, {}).items()
        }

    def _words(self, text: etree._Element, names: Names) -> Words:
        """The values of a text: the one without a form is the words, others the short form, guidance or media."""
        found: dict[str, Words] = {}
        for value in text.iterfind(tag(XF, "value")):
            form = value.get("form", "text")
            if form in BESIDE:
                found[form] = self._file(value.text or "")
            elif form in ("text", "short", "guidance"):
                found.setdefault(form, self._parts(value, names))
        return found["text"] if found.keys() == {"text"} else dict(found) if found else ""

    def _file(self, source: str) -> str:
        match = _MEDIA.fullmatch(source.strip())
        file = match[1] if match else source.strip()
        self.media[file] = None
        return file

    def _parts(self, element: etree._Element, names: Names) -> Words:
        parts: list[str | int] = [element.text or ""]
        for child in element:
            if child.tag == tag(XF, "output"):
                source = child.get("value") or child.get("ref") or ""
                number = self.keeper.rule_number(source, names, "output")
                if number is not None:
                    parts.append(number)
            parts.append(child.tail or "")
        kept = [part for part in parts if part != ""]
        if all(isinstance(part, str) for part in kept):
            return "".join(map(str, kept))
        return kept


def read_wording(model: etree._Element, keeper: RuleKeeper) -> Wording:
    wording = Wording(keeper)
    itext = model.find(tag(XF, "itext"))
    if itext is None:
        return wording
    for translation in itext.iterfind(tag(XF, "translation")):
        name = translation.get("lang", "")
        code = language_code(name)
        wording.languages[code] = _CODE.sub("", name).strip() or name
        if translation.get("default") is not None or not wording.default:
            wording.default = code
        for text in translation.iterfind(tag(XF, "text")):
            wording.elements.setdefault(text.get("id", ""), {})[code] = text
    wording.name_the_rest()
    return wording


def language_code(name: str) -> str:
    """ "ky" of "Кыргызча (ky)"; a name without a code is its own."""
    match = _CODE.search(name)
    return match[1] if match else name
