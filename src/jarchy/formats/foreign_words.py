"""What a column of somebody else's sheet probably is: by its HXL tag, else by the words above it.

A guess only: a person says what each column is, once. Source of the tags: HXL standard 1.1, core hashtags
(hxlstandard.org/standard/1-1final/dictionary); words as sheets of field workers have them, in six languages.
"""

from __future__ import annotations

import re
import unicodedata

# What a column may be, in the order in which it is asked.
FIELDS = (
    "organisation", "country", "adm1", "adm2", "adm3", "pcode", "date", "month", "year", "kind", "topics", "venue",
    "audience", "total", "women", "men", "expected", "team", "handed_out", "lat", "lon",
)  # fmt: skip
PLACE_FIELDS = ("country", "adm1", "adm2", "adm3")
COUNTS = ("total", "women", "men", "expected", "team", "handed_out")

_TAG = re.compile(r"#\s*([a-z][a-z0-9_]*)((?:\s*\+\s*[a-z0-9_]+)*)\s*\Z", re.IGNORECASE)
_BY_TAG = {
    "org": "organisation", "country": "country", "adm1": "adm1", "adm2": "adm2", "adm3": "adm3", "loc": "adm3",
    "sector": "kind", "subsector": "topics", "activity": "topics", "date": "date", "period_date": "date",
    "period": "date", "reached": "total", "affected": "total", "targeted": "expected", "inneed": "expected",
    "lat_deg": "lat", "lon_deg": "lon",
}  # fmt: skip
_WORDS = {
    "organisation": "organisation organization organización organizacion organisme org ngo partner agency "
                    "организация уюм уюму",
    "country": "country país pais pays страна өлкө",
    "adm1": "admin1 adm1 province region région oblast departamento governorate state область облус регион",
    "adm2": "admin2 adm2 district rayon commune municipio район",
    "adm3": "admin3 adm3 village town settlement село айыл",
    "pcode": "pcode p-code p_code",
    "date": "date fecha day дата күн күнү cuándo cuando",
    "month": "month mois mes месяц ай",
    "year": "year année ano año год жыл",
    "kind": "sector cluster secteur kind type вид сектор тармак түрү",
    "topics": "subsector activity topic тема мероприятие subject иш-чара",
    "venue": "venue место жайы",
    "total": "achieved reached total attendances participants beneficiaries affected участники охват всего катышуу",
    "women": "women female girls mujeres femmes женщины аялдар",
    "men": "men male boys hombres hommes мужчины эркектер",
    "expected": "target annualtarget targeted planned expected план ожидается",
    "lat": "latitude lat широта",
    "lon": "longitude lon lng долгота",
}  # fmt: skip
_FIELD_OF = {word: field for field, words in _WORDS.items() for word in words.split()}
_LEVELS = re.compile(r"adm(?:in)?[a-z]*(?: level)? ?([123])\b")


def tag_of(text: str) -> str:
    """The HXL tag as the standard writes it (#org+es), "" for what is none."""
    found = _TAG.match(text.strip())
    if not found:
        return ""
    return "".join(f"#{found[1]}{found[2]}".split()).lower()


def field_of_tag(tag: str) -> str:
    """What a tagged column is, "" where none of ours."""
    name, *attributes = tag.removeprefix("#").split("+")
    if name.startswith("adm") and "code" in attributes:
        return "pcode"
    if name == "org" and {"code", "id", "type", "url"} & set(attributes):
        return ""
    field = _BY_TAG.get(name, "")
    if name in ("geo",):
        return next((one for one in ("lat", "lon") if one in attributes), "")
    if field in ("total", "expected") and "f" in attributes:
        return "women"
    if field in ("total", "expected") and "m" in attributes:
        return "men"
    return field


def field_of_words(header: str) -> str:
    """What the words above a column say that it is, "" where they say nothing."""
    plain = unicodedata.normalize("NFC", header).casefold()
    if found := _LEVELS.search(plain):
        return (
            "pcode" if "pcode" in plain or "p-code" in plain or "code" in plain.split() else f"adm{found[1]}"
        )
    words = re.findall(r"[\w-]+", plain)
    if "url" in words or "id" in words or "arabic" in words:
        return ""
    return next((_FIELD_OF[word] for word in words if word in _FIELD_OF), "")
