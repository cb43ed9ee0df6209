"""How names are compared: spelling habits are folded away, a word for a level is told apart and kept.

People type н for ң, о for ө, у for ү, е for ё, or ӊ (U+04CA, which looks like ң); they leave out hyphens and
capitals. What they say about the level ("Ош шаары", "г. Ош") is no part of the name, but narrows the search.
"""

import re
import unicodedata
from enum import StrEnum

_LETTERS = str.maketrans("ңӊөүё", "нноуе")
# Characters without any width, which come along when a name is copied from a page.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
# Everything that looks like a hyphen or a dash.
_HYPHENS = re.compile(r"[-_\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]")


class LevelWord(StrEnum):
    """What a word for a level says that the place is."""

    OBLAST = "oblast"
    RAYON = "rayon"
    CITY = "city"
    AIYL_AIMAK = "aiyl_aimak"
    VILLAGE = "village"


# Stems with what Kyrgyz, Russian and English hang onto them, on folded text. A short form that is also the
# beginning of other words counts as a word of its own only. The longest is tried first.
_WORDS: tuple[tuple[LevelWord, str], ...] = (
    (
        LevelWord.AIYL_AIMAK,
        r"айыл(?:ный|дык)? ?(?:аймагы|аймак|окмоту|окмот|округ)\w{0,4}|аильный (?:аймак|округ)|"
        r"сельская управа|а/о|а/а|"
        r"(?:aiyl|ayil|aiyil|ayyl) ?(?:aimak|aimagy|aymak|aymagy|okmotu|okmot|okrug)|"
        r"rural (?:district|municipality)",
    ),
    (LevelWord.OBLAST, r"облус\w{0,5}|област\w{1,3}|обл|oblast|oblusu|region|province"),
    (LevelWord.RAYON, r"район\w{0,5}|р н|rayon|raion|rayonu|raionu|(?:city )?district"),
    (
        LevelWord.CITY,
        r"шаар|шаары\w{0,4}|шаарча\w{0,4}|ш|город|городе|города|гор|г|пгт|"
        r"поселок городского типа|city of|city|town of|town|shaary|shaar",
    ),
    (
        LevelWord.VILLAGE,
        r"айыл|айылы\w{0,4}|айл|кыштак\w{0,4}|село|селе|села|с|"
        r"village of|village|aiyly|aiyl|ayil|ayly|kyshtak",
    ),
)
_BEFORE = tuple((level, re.compile(rf"(?:{stems})(?:\. ?| )(?=\S)")) for level, stems in _WORDS)
_AFTER = tuple((level, re.compile(rf"(?<=\S) (?:{stems})\.?\Z")) for level, stems in _WORDS)


def fold(text: str) -> str:
    """The text as it is compared: NFKC, no case, ң ӊ as н, ө as о, ү as у, ё as е, hyphens and runs of
    spaces as one space. Folding twice changes nothing more."""
    return " ".join(_HYPHENS.sub(" ", _plain(text)).split())


def level_word(text: str) -> tuple[str, LevelWord | None]:
    """The folded name without its word for a level, and what that word says; (folded text, None) without one.

    A hyphen binds: in "Кызыл-Айыл" the second half belongs to the name. A text that is nothing but such a
    word is a name. Of two words ("г. Ош шаары") one before the name is taken off, then one behind it; what
    the last says is told.
    """
    # The hyphen of "р-н" parts; one within a name must not, so names keep theirs until the word is off.
    rest = _folded_but_hyphens(text)
    told: LevelWord | None = None
    for words in (_BEFORE, _AFTER):
        for level, pattern in words:
            found = pattern.match(rest) if words is _BEFORE else pattern.search(rest)
            if found:
                rest, told = (rest[: found.start()] + rest[found.end() :]).strip(), level
                break
    return fold(rest), told


def _folded_but_hyphens(text: str) -> str:
    return re.sub(r"\bр-н\b", "р н", " ".join(_HYPHENS.sub("-", _plain(text)).split()))


def _plain(text: str) -> str:
    """Without case, marks of width and Kyrgyz letters; NFKC twice, since taking case off may undo it."""
    once = unicodedata.normalize("NFKC", text.translate(_UNSEEN)).casefold()
    return unicodedata.normalize("NFKC", once).translate(_LETTERS)
