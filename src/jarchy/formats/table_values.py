"""One cell of a table: from what was typed to a value, or to why not and what was probably meant.

A fault is a code and its params; `better`, where there is one, is what the cell should say.
"""

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

CellValue = str | int | Decimal | bool | date | tuple[str, ...] | dict[str, str]

YES_NO = {"yes": True, "no": False}
_MEANT_YES_NO = {
    **dict.fromkeys(("true", "1", "y", "да", "ооба", "x"), "yes"),
    **dict.fromkeys(("false", "0", "n", "нет", "жок"), "no"),
}
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\Z")
_PLACE = re.compile(r"[A-Z]{2}[0-9]*\Z")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]*\Z")
_URL = re.compile(r"https?://[^\s/]+\.[^\s]+\Z")
_MANGLED = re.compile(r"[+-]?[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,3}\Z")
_QUOTED_NUMBER = re.compile(r"['’ʼ`\"“”«»]+([0-9][0-9 .,-]*)['’ʼ`\"“”«»]*\Z")
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]")
_LATIN_FOR_CYRILLIC = str.maketrans("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx")
# Signs that nobody sees: a mark of byte order, a space of no width, a soft hyphen, what steers old printers.
_HIDDEN = re.compile("[\ufeff\u200b\u00ad\x01-\x08\x0b-\x1f\x7f]")
# A spreadsheet counts days from here (its leap-year slip of 1900 included).
_DAY_ZERO = date(1899, 12, 30)


@dataclass(frozen=True)
class Fault:
    """Why a cell cannot be taken as it is: a code under `table.` and what to fill its sentence with."""

    code: str
    params: dict[str, str] = field(default_factory=dict)
    level: str = "error"


Parsed = tuple[CellValue | None, Fault | None]


def parsed(text: str, kind: str, choices: Sequence[str] = ()) -> Parsed:
    """The value of a cell that is not empty, already stripped; (None, fault) where it has none.

    A text with the wrong Kyrgyz letter has both: its value as typed and the fault.
    """
    if kind == "choice":
        return _choice(text, choices)
    if kind != "text" and kind in _READERS:
        return _READERS[kind](text)
    return _text(text)


def written(value: object) -> str:
    """The cell for a value, as `parsed` reads it back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return " ".join(str(part) for part in value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def nearest(word: str, among: Sequence[str], *, cutoff: float = 0.6) -> str | None:
    """What was probably meant, or None when nothing is near. `cutoff`: the share of signs that must agree."""
    return _nearest(word, tuple(among), cutoff)


@lru_cache(maxsize=256)  # one slip stands in thousands of rows
def _nearest(word: str, among: tuple[str, ...], cutoff: float) -> str | None:
    folded = {choice.casefold(): choice for choice in among}
    found = difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=cutoff)
    return folded[found[0]] if found else None


def _fault(code: str, better: str | None = None, **params: str) -> Parsed:
    return None, Fault(f"table.{code}", {**params, **({"better": better} if better else {})})


def _spoilt(text: str) -> Parsed | None:
    """What a spreadsheet does to digits: 4.1702E+13, '123, "123"."""
    if _MANGLED.match(text):
        return _fault("mangled_number")
    if quoted := _QUOTED_NUMBER.match(text):
        return _fault("number_as_text", quoted[1].strip())
    return None


def with_right_letters(text: str) -> str:
    """Ң and ң for the letters U+04C9 and U+04CA, which look like them."""
    return text.replace("\u04ca", "ң").replace("\u04c9", "Ң")


def _text(text: str) -> Parsed:
    if spoilt := _spoilt(text):
        return spoilt
    if (better := with_right_letters(text)) != text:
        return text, Fault("table.wrong_letter", {"better": better})
    if _HIDDEN.search(text):
        return text, Fault("table.hidden_sign", {"better": _HIDDEN.sub("", text)})
    if text.startswith("="):
        return text, Fault("table.formula", level="warning")
    return text, None


def _slug(text: str) -> Parsed:
    if spoilt := _spoilt(text):
        return spoilt
    if _SLUG.match(text):
        return text, None
    better = re.sub(r"[^A-Za-z0-9_.-]+", "-", _HIDDEN.sub("", text).translate(_LATIN_FOR_CYRILLIC)).strip(
        "-."
    )
    return _fault("wrong_slug", better if _SLUG.match(better) else None)


def _slugs(text: str) -> Parsed:
    parts = [part for part in re.split(r"[\s;,]+", text) if part]
    for part in parts:
        _, fault = _slug(part)
        if fault:
            return None, Fault(fault.code, {**fault.params, "part": part})
    return tuple(parts), None


def _place(text: str) -> Parsed:
    if spoilt := _spoilt(text):
        return spoilt
    if _PLACE.match(text):
        return text, None
    better = _SPACES.sub("", _HIDDEN.sub("", text)).upper().translate(_LATIN_FOR_CYRILLIC)
    better = better[:2] + better[2:].replace("O", "0")  # a letter O for a nought
    return _fault("wrong_place", better if _PLACE.match(better) else None)


def _phone(text: str) -> Parsed:
    if spoilt := _spoilt(text):
        return spoilt
    return (text, None) if _PHONE.match(text) else _fault("wrong_phone")


def _url(text: str) -> Parsed:
    if _URL.match(text):
        return text, None
    if spoilt := _spoilt(text):
        return spoilt
    better = f"https://{text}"
    return _fault("wrong_url", better if _URL.match(better) else None)


def _integer(text: str) -> Parsed:
    if re.fullmatch(r"-?[0-9]+", text):
        return int(Decimal(text)), None  # int() refuses more than 4,300 digits
    if spoilt := _spoilt(text):
        return spoilt
    plain = _SPACES.sub("", text).replace("\u2212", "-")
    if re.fullmatch(r"-?[0-9]{1,3}([.,][0-9]{3})+", plain):
        return _fault("number_grouped", re.sub("[.,]", "", plain))
    if re.fullmatch(r"-?[0-9]+", plain):
        return _fault("number_grouped", plain)
    if whole := re.fullmatch(r"(-?[0-9]+)[.,]0+", plain):
        return _fault("wrong_integer", whole[1])
    return _fault("wrong_integer")


def _decimal(text: str) -> Parsed:
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        return Decimal(text), None
    if spoilt := _spoilt(text):
        return spoilt
    plain = _SPACES.sub("", text).replace("\u2212", "-")
    # 12,411 alone may be a decimal comma; 1,012,411 and 12,411.5 may not.
    if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3}){2,}|-?[0-9]{1,3}(,[0-9]{3})+\.[0-9]+", plain):
        return _fault("number_grouped", plain.replace(",", ""))
    if re.fullmatch(r"-?[0-9]+,[0-9]+", plain):
        either = re.fullmatch(
            r"-?[1-9][0-9]{0,2},[0-9]{3}", plain
        )  # 1,500 people, or one and a half: who knows
        return _fault("decimal_comma", None if either else plain.replace(",", "."))
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", plain):
        return _fault("number_grouped", plain)
    return _fault("wrong_decimal")


def _boolean(text: str) -> Parsed:
    if text in YES_NO:
        return YES_NO[text], None
    if spoilt := _spoilt(text):
        return spoilt
    return _fault("wrong_boolean", _MEANT_YES_NO.get(text.casefold()) or nearest(text, tuple(YES_NO)))


def _choice(text: str, choices: Sequence[str]) -> Parsed:
    if text in choices:
        return text, None
    if spoilt := _spoilt(text):
        return spoilt
    return _fault("unknown_choice", nearest(text, choices), choices=", ".join(choices))


def _date(text: str) -> Parsed:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        day = _day(text[:4], text[5:7], text[8:])
        return (day, None) if day else _fault("no_such_day")
    bare = text.strip("'’ʼ`\" ")
    if re.fullmatch(r"[0-9]{5}", bare):  # the number behind a spreadsheet's date
        return _fault("wrong_date", (_DAY_ZERO + timedelta(days=int(bare))).isoformat())
    if parts := re.fullmatch(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})(?:[T ].*)?", bare):
        return _wrong_date(_day(parts[1], parts[2], parts[3]))
    if parts := re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?: ?г\.?)?", bare):
        return _wrong_date(_day(parts[3], parts[2], parts[1]))
    if parts := re.fullmatch(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})", bare):
        readings = {_day(parts[3], parts[2], parts[1]), _day(parts[3], parts[1], parts[2])} - {None}
        # 9/10/2018 is September or October: a guess would be worse than none.
        return _wrong_date(readings.pop() if len(readings) == 1 else None)
    return _spoilt(text) or _fault("wrong_date")


def _wrong_date(meant: date | None) -> Parsed:
    return _fault("wrong_date", meant.isoformat() if meant else None)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


_READERS: dict[str, Callable[[str], Parsed]] = {
    "id": _slug,
    "slug": _slug,
    "organisation": _slug,
    "slugs": _slugs,
    "place": _place,
    "pcode": _place,
    "phone": _phone,
    "url": _url,
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "date": _date,
}
