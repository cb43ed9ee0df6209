"""Numbers, shares and days as a sentence of a language has them: en, ky, ru, uz.

By hand and not by Babel, whose Kyrgyz groups are wider spaces and whose short dates are read two ways here.
Digits are grouped by a comma in English, by U+202F elsewhere; shares have U+00A0 before the sign; minus is
U+2212; hyphens in days are U+2011. A language that is not known is written as English.
"""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

MINUS = "\u2212"
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ky": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uz": "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr",
}
_SHORT_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "ky": "янв. фев. мар. апр. май июн. июл. авг. сен. окт. ноя. дек.",
    "ru": "янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек.",
    "uz": "yan fev mar apr may iyn iyl avg sen okt noy dek",
}


class Qualifier(StrEnum):
    """What stands before a number and belongs to it: 10,000 and "more than 10,000" are two statements."""

    EXACT = ""
    MORE_THAN = "more than"
    AT_LEAST = "at least"
    ABOUT = "about"
    NEARLY = "nearly"
    UP_TO = "up to"
    LESS_THAN = "less than"


def number_text(value: int | Decimal, language: str, *, decimals: int | None = None) -> str:
    """12,411 or 12 411; `decimals` rounds half up to so many places, None leaves those that the value has."""
    exact = Decimal(value)
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole, _, part = format(abs(exact), ",f").partition(".")
    english = _spoken(language) == "en"
    if not english:
        whole = whole.replace(",", "\u202f")
    sign = MINUS if exact < 0 else ""
    return f"{sign}{whole}{('.' if english else ',') + part if part else ''}"


def share_text(share: Fraction | Decimal | int, language: str, *, decimals: int = 0) -> str:
    """A share of 0 to 1 as percent: 0.704 is 70 %, with a space that does not break."""
    exact = Fraction(share) * 100
    percent = Decimal(exact.numerator) / Decimal(exact.denominator)
    return percent_text(percent, language, decimals=decimals)


def percent_text(percent: int | Decimal, language: str, *, decimals: int | None = None) -> str:
    """A number of percent: 70 %."""
    return f"{number_text(percent, language, decimals=decimals)}\u00a0%"


def qualified_text(value: int | Decimal, qualifier: str, language: str, *, is_percent: bool = False) -> str:
    """The number with its qualifier: more than 10,000 · 10 000ден ашык · более 10 000.

    Raises ValueError for a qualifier that is none: an unknown one must not be dropped.
    """
    known = Qualifier(qualifier)
    text = (percent_text if is_percent else number_text)(value, language)
    if known is Qualifier.EXACT:
        return text
    spoken = _spoken(language)
    if spoken == "ky":
        return _QUALIFIED_KY[known](text, "пайыз" if is_percent else last_spoken_word(value))
    return _QUALIFIED[spoken][known].format(text)


def day_text(day: date, language: str) -> str:
    """The long date: 5 November 2018 · 2018-ж., 5-ноябрь · 5 ноября 2018 г."""
    spoken = _spoken(language)
    month = _MONTHS[spoken].split()[day.month - 1]
    return {
        "en": f"{day.day} {month} {day.year}",
        "ky": f"{day.year}\u2011ж., {day.day}\u2011{month}",
        "ru": f"{day.day} {month} {day.year} г.",
        "uz": f"{day.year}\u2011yil, {day.day}\u2011{month}",
    }[spoken]


def short_day_text(day: date, language: str) -> str:
    """Day and month where the year is plain: 5 Nov · 5-ноя. · 5 нояб."""
    spoken = _spoken(language)
    gap = " " if spoken in ("en", "ru") else "\u2011"
    return f"{day.day}{gap}{_SHORT_MONTHS[spoken].split()[day.month - 1]}"


def month_text(day: date, language: str) -> str:
    """The short month alone, as it stands over a strip: Nov · ноя · нояб."""
    return _SHORT_MONTHS[_spoken(language)].split()[day.month - 1].rstrip(".")


def _spoken(language: str) -> str:
    first = language.replace("_", "-").split("-")[0].lower()
    return first if first in _MONTHS else "en"


# --- Kyrgyz endings: they follow the last word as it is spoken, not the digit.

_ONES = ("нөл", "бир", "эки", "үч", "төрт", "беш", "алты", "жети", "сегиз", "тогуз")
_TENS = ("", "он", "жыйырма", "отуз", "кырк", "элүү", "алтымыш", "жетимиш", "сексен", "токсон")
_THOUSANDS = ((9, "миллиард"), (6, "миллион"), (3, "миң"), (2, "жүз"))
_VOWELS = "аоуыэеөүи"
_VOICELESS = "пфктсшщчцх"


def last_spoken_word(value: int | Decimal) -> str:
    """The last word of a number read aloud in Kyrgyz: 10 000 миң, 120 жыйырма, 2.5 (эки бүтүн ондон) беш."""
    part = format(abs(Decimal(value)), "f").partition(".")[2]
    number = int(part) if part.strip("0") else int(abs(Decimal(value)))
    if number == 0 or number % 10:
        return _ONES[number % 10]
    if tens := number // 10 % 10:
        return _TENS[tens]
    return next(word for power, word in _THOUSANDS if number % 10**power == 0)


def with_ending(word: str, ending: str) -> str:
    """The ending as it sounds after this word; `ending` is ДАн (from) or ГА (to).

    Vowels follow the word's last vowel (а ы у -> а, о -> о, э е и -> е, ө ү -> ө); д and г become т and к
    behind a voiceless letter.
    """
    last_vowel = next(letter for letter in reversed(word) if letter in _VOWELS)
    vowel = {"о": "о", "э": "е", "е": "е", "и": "е", "ө": "ө", "ү": "ө"}.get(last_vowel, "а")
    hard, soft = {"Д": ("т", "д"), "Г": ("к", "г")}[ending[0]]
    return (hard if word[-1] in _VOICELESS else soft) + vowel + ending[2:]


_QUALIFIED_KY: dict[Qualifier, Callable[[str, str], str]] = {
    Qualifier.MORE_THAN: lambda text, word: f"{text}{with_ending(word, 'ДАн')} ашык",
    Qualifier.LESS_THAN: lambda text, word: f"{text}{with_ending(word, 'ДАн')} аз",
    Qualifier.NEARLY: lambda text, word: f"{text}{with_ending(word, 'ГА')} жакын",
    Qualifier.UP_TO: lambda text, word: f"{text}{with_ending(word, 'ГА')} чейин",
    Qualifier.AT_LEAST: lambda text, word: f"кеминде {text}",
    Qualifier.ABOUT: lambda text, word: f"болжол менен {text}",
}
_QUALIFIED: dict[str, dict[Qualifier, str]] = {
    "en": {
        Qualifier.MORE_THAN: "more than {}",
        Qualifier.LESS_THAN: "less than {}",
        Qualifier.NEARLY: "nearly {}",
        Qualifier.UP_TO: "up to {}",
        Qualifier.AT_LEAST: "at least {}",
        Qualifier.ABOUT: "about {}",
    },
    "ru": {
        Qualifier.MORE_THAN: "более {}",
        Qualifier.LESS_THAN: "менее {}",
        Qualifier.NEARLY: "почти {}",
        Qualifier.UP_TO: "до {}",
        Qualifier.AT_LEAST: "не менее {}",
        Qualifier.ABOUT: "около {}",
    },
    "uz": {
        Qualifier.MORE_THAN: "{}dan ortiq",
        Qualifier.LESS_THAN: "{}dan kam",
        Qualifier.NEARLY: "{}ga yaqin",
        Qualifier.UP_TO: "{}gacha",
        Qualifier.AT_LEAST: "kamida {}",
        Qualifier.ABOUT: "taxminan {}",
    },
}
