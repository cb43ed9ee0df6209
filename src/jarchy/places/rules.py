"""How places are named and how a typed name is taken: pure, no database."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jarchy.words.folding import LevelWord, fold, level_word

COUNTRY = (
    "country"  # kind of the one place of level 0, in no register: what is counted nationally stands on it
)


class PlaceKind(StrEnum):
    """What a place is in its register."""

    OBLAST = "oblast"
    RAYON = "rayon"
    CITY = "city"
    CITY_DISTRICT = "city_district"
    AIYL_AIMAK = "aiyl_aimak"
    TOWN = "town"
    SETTLEMENT = "settlement"
    AREA = "area"  # as somebody's sheet calls it: nothing is known of it but its name


class NameKind(StrEnum):
    """Why a name is known. Only OFFICIAL and, from its day on, RENAMING are ever shown."""

    OFFICIAL = "official"
    ALIAS = "alias"
    CORRECTION = "correction"  # a slip of a source, which files still carry
    RENAMING = "renaming"
    SPELLING = "spelling"  # made by us: Latin letters, ж for дж, a rayon's name without its ending


KINDS_SAID: Mapping[LevelWord, frozenset[str]] = {
    LevelWord.OBLAST: frozenset({PlaceKind.OBLAST}),
    LevelWord.RAYON: frozenset({PlaceKind.RAYON, PlaceKind.CITY_DISTRICT}),
    LevelWord.CITY: frozenset({PlaceKind.CITY, PlaceKind.TOWN}),
    LevelWord.AIYL_AIMAK: frozenset({PlaceKind.AIYL_AIMAK}),
    LevelWord.VILLAGE: frozenset({PlaceKind.SETTLEMENT}),
}
# What each language puts around a name. A kind or language that is not here leaves the name alone.
_NOUNS = {
    "ky": {
        PlaceKind.OBLAST: "{} облусу",
        PlaceKind.RAYON: "{} району",
        PlaceKind.CITY: "{} шаары",
        PlaceKind.CITY_DISTRICT: "{} району",
        PlaceKind.AIYL_AIMAK: "{} айыл аймагы",
        PlaceKind.TOWN: "{} шаары",
    },
    "ru": {
        PlaceKind.OBLAST: "{} область",
        PlaceKind.RAYON: "{} район",
        PlaceKind.CITY: "г. {}",
        PlaceKind.CITY_DISTRICT: "{} район",
        PlaceKind.AIYL_AIMAK: "{} айылный аймак",
        PlaceKind.TOWN: "г. {}",
    },
    "en": {
        PlaceKind.OBLAST: "{} oblast",
        PlaceKind.RAYON: "{} rayon",
        PlaceKind.CITY: "{} city",
        PlaceKind.CITY_DISTRICT: "{} city district",
        PlaceKind.AIYL_AIMAK: "{} aiyl aimak",
        PlaceKind.TOWN: "{} town",
    },
}


def full_names(names: Mapping[str, str], kind: str) -> dict[str, str]:
    """The names with what the place is: Naryn oblast, Нарын облусу, Нарынская область, г. Нарын.

    A name that says it already (Ак-Булунский айылный аймак) stays.
    """
    return {language: _full_name(name, kind, language) for language, name in names.items()}


def short_names(among: Iterable[tuple[str, Mapping[str, str], str]]) -> dict[str, dict[str, str]]:
    """By P-code, of (P-code, names, kind) that stand side by side: the bare names, but the full ones where
    two would read alike in any language (Osh oblast, Osh city)."""
    rows = list(among)
    wearers: dict[tuple[str, str], set[str]] = {}
    for pcode, names, _ in rows:
        for language, name in names.items():
            wearers.setdefault((language, fold(name)), set()).add(pcode)
    unclear = {pcode for pcodes in wearers.values() if len(pcodes) > 1 for pcode in pcodes}
    return {
        pcode: full_names(names, kind) if pcode in unclear else dict(names) for pcode, names, kind in rows
    }


def _full_name(name: str, kind: str, language: str) -> str:
    noun = _NOUNS.get(language, {}).get(PlaceKind(kind)) if kind in set(PlaceKind) else None
    if noun is None or level_word(name)[1] is not None:
        return name
    return noun.format(name)


# --- looking up


@dataclass(frozen=True)
class Wanted:
    """What was typed: folded as a whole, and without its word for a level, which then narrows to `kinds`."""

    whole: str
    rest: str
    kinds: frozenset[str] | None

    @property
    def keys(self) -> frozenset[str]:
        """The folded names under which a place may be known."""
        return frozenset({self.whole, self.rest} - {""})

    def fits(self, folded: str, kind: str) -> bool:
        """Whether a place known under this folded name is meant. A word for a level narrows, unless it
        belongs to the name itself (the village Кызыл Айыл)."""
        if folded == self.whole:
            return True
        return folded == self.rest and (self.kinds is None or kind in self.kinds)


def wanted(text: str) -> Wanted:
    """Take what was typed apart."""
    rest, level = level_word(text)
    return Wanted(fold(text), rest, None if level is None else KINDS_SAID[level])


def folded_name(name: str) -> str:
    """How a name is kept to be found: folded, without its word for a level."""
    return level_word(name)[0]


def stands_on(since: date | None, until: date | None, day: date | None) -> bool:
    """Whether a name or place is valid on the day (both ends in it); always without a day."""
    return day is None or ((since is None or since <= day) and (until is None or day <= until))


# Latin as English texts of the country write it; what people type for й, ы and х differs too much for more.
_LATIN = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)),
        "ж": "j", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
        "ъ": "", "ь": "", "ю": "yu", "я": "ya",
    }
)  # fmt: skip


def spellings(name: str, kind: str) -> set[str]:
    """Other ways in which people write a name of the register, folded, the name itself not among them."""
    folded = folded_name(name)
    plain = folded.replace("дж", "ж")
    made = {plain}
    if kind == PlaceKind.AIYL_AIMAK:  # Ак-Булунский айылный аймак is Ак-Булун айыл аймагы
        made.add(re.sub(r"ск(?:ий|ая|ое)\Z", "", plain))
    if re.search("[а-я]", plain):
        made |= {word.translate(_LATIN) for word in set(made)}
    return {" ".join(word.split()) for word in made} - {folded, ""}
