"""Numbers as they are said in a speech: rounded down to what an ear keeps, in words, in en, ky and ru.

12,411 is “more than twelve thousand”; 97 is “ninety-seven”. Never up: a speech must not promise more than was counted.
"""

from __future__ import annotations

from jarchy.formats.numbers import with_ending

# From so many on, a number is said in steps of so many; what is smaller is said as it is.
_STEPS = ((1_000_000, 100_000), (100_000, 10_000), (10_000, 1_000), (1_000, 100), (100, 50))


def spoken_text(value: int, language: str) -> str:
    """“more than three thousand four hundred”, “үч миң төрт жүздөн ашык”, “более трёх тысяч четырёхсот”.

    Raises ValueError below 0 and from a thousand million on; a language without words reads the English ones.
    """
    if not 0 <= value < 1_000_000_000:
        raise ValueError(f"{value} is not said in a speech")
    step = next((step for least, step in _STEPS if value >= least), 1)
    rounded = value // step * step
    is_more = rounded < value
    spoken = language.replace("_", "-").split("-")[0]
    if spoken == "ky":
        words = _kyrgyz(rounded)
        return f"{words}{with_ending(words.split()[-1], 'ДАн')} ашык" if is_more else words
    if spoken == "ru":
        return f"более {_russian(rounded, _GENITIVE)}" if is_more else _russian(rounded, _NOMINATIVE)
    return f"more than {_english(rounded)}" if is_more else _english(rounded)


def _words(text: str) -> tuple[str, ...]:
    """Word by word; - stands where there is none."""
    return tuple(text.split())


# --- English

_EN_ONES = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
_EN_TENS = _words("- - twenty thirty forty fifty sixty seventy eighty ninety")


def _english(value: int) -> str:
    for power, name in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if value >= power:
            many, rest = divmod(value, power)
            joined = " and " if power == 100 or rest < 100 else " "
            return f"{_english(many)} {name}" + (f"{joined}{_english(rest)}" if rest else "")
    if value < 20:
        return _EN_ONES[value]
    tens, ones = divmod(value, 10)
    return _EN_TENS[tens] + (f"-{_EN_ONES[ones]}" if ones else "")


# --- Kyrgyz

_KY_ONES = _words("нөл бир эки үч төрт беш алты жети сегиз тогуз")
_KY_TENS = _words("- он жыйырма отуз кырк элүү алтымыш жетимиш сексен токсон")


def _kyrgyz(value: int) -> str:
    for power, name in ((1_000_000, "миллион"), (1_000, "миң"), (100, "жүз")):
        if value >= power:
            many, rest = divmod(value, power)
            head = name if many == 1 and power == 100 else f"{_kyrgyz(many)} {name}"
            return head + (f" {_kyrgyz(rest)}" if rest else "")
    tens, ones = divmod(value, 10)
    said = [_KY_TENS[tens]] if tens else []
    return " ".join([*said, *([_KY_ONES[ones]] if ones or not said else [])])


# --- Russian: “более” asks for the genitive of every word

_Cases = dict[str, tuple[str, ...]]
_NOMINATIVE: _Cases = {
    "ones": _words(
        "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать"
        " четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать"
    ),
    "she": ("ноль", "одна", "две"),
    "tens": _words("- - двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто"),
    "hundreds": _words("- сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот"),
    "thousand": ("тысяча", "тысячи", "тысяч"),
    "million": ("миллион", "миллиона", "миллионов"),
}
_GENITIVE: _Cases = {
    "ones": _words(
        "нуля одного двух трёх четырёх пяти шести семи восьми девяти десяти одиннадцати двенадцати тринадцати"
        " четырнадцати пятнадцати шестнадцати семнадцати восемнадцати девятнадцати"
    ),
    "she": ("нуля", "одной", "двух"),
    "tens": _words("- - двадцати тридцати сорока пятидесяти шестидесяти семидесяти восьмидесяти девяноста"),
    "hundreds": _words("- ста двухсот трёхсот четырёхсот пятисот шестисот семисот восьмисот девятисот"),
    "thousand": ("тысячи", "тысяч", "тысяч"),
    "million": ("миллиона", "миллионов", "миллионов"),
}


def _russian(value: int, case: _Cases) -> str:
    if not value:
        return case["ones"][0]
    words: list[str] = []
    for power, name in ((1_000_000, "million"), (1_000, "thousand"), (1, "")):
        group = value // power % 1000
        if group:
            words += _russian_group(group, case, is_she=name == "thousand")
            words += [case[name][_form_after(group)]] if name else []
    return " ".join(words)


def _russian_group(value: int, case: _Cases, *, is_she: bool) -> list[str]:
    hundreds, rest = divmod(value, 100)
    words = [case["hundreds"][hundreds]] if hundreds else []
    if rest >= 20:
        words.append(case["tens"][rest // 10])
        rest %= 10
    if rest:
        words.append(case["she"][rest] if is_she and rest < 3 else case["ones"][rest])
    return words


def _form_after(value: int) -> int:
    """0 as after one, 1 as after two to four, 2 as after five."""
    if value % 100 in range(11, 15):
        return 2
    return {1: 0, 2: 1, 3: 1, 4: 1}.get(value % 10, 2)
