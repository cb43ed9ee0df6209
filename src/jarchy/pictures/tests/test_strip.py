"""What someone sees of days by places."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from jarchy.pictures.cards import Card
from jarchy.pictures.strip_cards import APRICOT, PAINT, card_of_strip
from jarchy.pictures.strips import StripCell, StripRow, StripWords, gaps, stitch, strip, strip_key
from jarchy.pictures.tests.reading import compressed, named, parsed, paths, texts
from jarchy.pictures.tests.test_look import tokens

WORDS = StripWords(
    title="Days and places",
    description="Two rows of days.",
    today="today",
    held="held",
    planned="planned",
    overdue="planned, no report",
    closed="closed activities, by week",
    quiet="10 quiet days or more",
)
MONTHS = [("Sep", 0), ("Oct", 21), ("Nov", 52), ("Dec", 82)]
NOTHING = StripCell()


def drawn(*rows, days=20, today=9, **more):
    return parsed(strip(rows, days=days, today=today, months=MONTHS, words=WORDS, **more))


def row(*cells, closed_weeks=(), name="Hill", group=""):
    return StripRow(name, "note", cells, closed_weeks, group)


def days_of(path: str, days: int) -> set[int]:
    """On which days a path of stitches stands, read as a browser reads it."""
    found, x = set(), 0.0
    for command, number in re.findall(r"([Mm])(-?[\d.]+)", path):
        if command == "M":
            x = float(number)
            found.add(int(x))
        elif number == "1":
            x += 1
            found.add(int(x))
    assert all(0 <= day < days for day in found)
    return found


def test_a_held_day_is_darker_the_more_people_came():
    counts = [1, 24, 25, 74, 75, 149, 150, 4000]
    root = drawn(row(*(StripCell(held=1, attendances=count) for count in counts)))
    for nth, css_class in enumerate(("s2", "s3", "s4", "s5")):
        assert days_of(paths(root, css_class)[0], 20) == {2 * nth, 2 * nth + 1}


def test_a_held_day_without_a_known_number_is_the_lightest_stitch():
    root = drawn(row(StripCell(held=1, attendances=None), StripCell(held=1, attendances=0)))
    assert days_of(paths(root, "s2")[0], 20) == {0, 1}


def test_held_planned_and_missing_differ_in_shape():
    root = drawn(row(StripCell(held=1, attendances=30), StripCell(overdue=1), StripCell(planned=1)))
    assert paths(root, "s3") == ["M0.5 0v10"]
    assert paths(root, "miss") == ["M1.5 0v3.4m0 3.2v3.4"]
    assert paths(root, "plan") == ["M2.5 5.5v4.5"]


def test_a_day_on_which_something_was_held_does_not_show_what_else_was_planned():
    root = drawn(row(StripCell(held=1, attendances=30, planned=2, overdue=1)))
    assert paths(root, "s3") and not paths(root, "miss") and not paths(root, "plan")


def test_closed_activities_are_a_bar_under_their_week_and_no_stitch():
    root = drawn(row(*[NOTHING] * 20, closed_weeks=[7, 0, 7]), days=20, today=19)
    assert paths(root, "hem") == ["M0.3 11.4h6.4M7.3 11.4h6.4"]
    assert not any(paths(root, f"s{step}") for step in range(2, 6))


def test_a_week_that_begins_before_the_strip_or_ends_after_it_is_cut_at_its_edge():
    root = drawn(row(closed_weeks=[-4, 16, -7, 20]), days=20, today=19)
    assert paths(root, "hem") == ["M0.3 11.4h2.4M16.3 11.4h3.4"]


def test_ten_quiet_days_get_a_bracket_and_nine_do_not():
    held = StripCell(held=1, attendances=5)
    assert gaps([held, *[NOTHING] * 10, held], past=12) == [(1, 10)]
    assert gaps([held, *[NOTHING] * 9, held], past=11) == []
    root = drawn(row(held, *[NOTHING] * 10, held), days=12, today=11)
    assert paths(root, "gap") == ["M1.3 3.5v3m0-1.5h9.4m0-1.5v3"]


def test_days_to_come_are_never_called_quiet():
    assert gaps([NOTHING] * 40, past=9) == []
    assert gaps([], past=12) == [(0, 12)]


def test_a_week_with_closed_activities_is_not_quiet():
    assert gaps([NOTHING] * 21, past=21, closed_weeks=[7]) == []
    assert gaps([NOTHING] * 27, past=27, closed_weeks=[0]) == [(7, 20)]


def test_past_days_have_ground_and_coming_days_a_thread():
    root = drawn(row(), days=20, today=9)
    assert paths(root, "wash") == ["M0 0h10v10H0z"] and paths(root, "loom") == ["M10 9.6H20"]


@pytest.mark.parametrize(
    ("today", "ground", "line"), [(None, 20, 0), (-1, 0, 0), (25, 20, 0), (19, 20, 1), (0, 1, 1)]
)
def test_before_during_and_after_the_campaign(today, ground, line):
    root = drawn(row(), days=20, today=today)
    assert paths(root, "wash") == ([f"M0 0h{ground}v10H0z"] if ground else [])
    assert len([element for element in root.iter() if element.get("class") == "now"]) == line
    assert texts(root, "day") == ["today"] * line


def test_the_word_for_today_stays_on_the_page_at_either_edge():
    assert [
        next(
            element.get("class")
            for element in drawn(row(), today=day).iter("text")
            if "today" in element.itertext()
        )
        for day in (0, 10, 19)
    ] == ["day", "day mid", "day end"]


def test_names_of_months_do_not_run_into_each_other():
    root = parsed(
        strip(
            [row()], days=92, today=3, months=[("Sep", 0), ("Oct", 3), ("Nov", 34), ("Dec", 90)], words=WORDS
        )
    )
    assert texts(root, "mo") == ["Oct", "Nov"]


def test_a_group_has_its_heading_once_and_its_months_again():
    root = drawn(row(name="a", group="North"), row(name="b", group="North"), row(name="c", group="South"))
    assert texts(root, "gp") == ["North", "South"] and texts(root, "nm") == ["a", "b", "c"]
    assert texts(root, "mo") == ["Sep", "Sep"]


def test_the_day_on_which_the_campaign_starts_is_marked_where_preparation_stands_before_it():
    lines = [element for element in drawn(row(), starts=10).iter() if element.get("class") == "edge"]
    assert [line.get("x1") for line in lines] == ["50%"]


def test_it_says_in_words_what_it_shows():
    assert named(drawn(row())) == ("Days and places", "Two rows of days.")


def test_two_strips_of_a_page_share_no_id():
    both = strip([row()], days=5, today=1, months=[], words=WORDS, ident="a") + strip(
        [row()], days=5, today=1, months=[], words=WORDS, ident="b"
    )
    parsed(f"<div>{both}</div>")


@pytest.mark.parametrize("ident", ["", "1", "a b", 'x"', "A"])
def test_an_ident_that_would_break_the_page_is_refused(ident):
    with pytest.raises(ValueError):
        strip([row()], days=5, today=1, months=[], words=WORDS, ident=ident)


def test_a_strip_without_days_is_refused():
    with pytest.raises(ValueError):
        strip([], days=0, today=None, months=[], words=WORDS)


def test_the_key_shows_each_sign_with_its_word_and_leaves_out_what_has_none():
    key = ElementTree.fromstring(strip_key(WORDS))
    assert [("".join(item.itertext())) for item in key] == [
        WORDS.held,
        WORDS.planned,
        WORDS.overdue,
        WORDS.closed,
        WORDS.quiet,
    ]
    assert len(ElementTree.fromstring(strip_key(StripWords("", "", planned="planned")))) == 1


@pytest.mark.parametrize("kind", ["held", "few", "planned", "overdue", "closed"])
def test_every_sign_can_stand_beside_its_word(kind):
    assert ElementTree.fromstring(stitch(kind)).get("aria-hidden") == "true"


def test_nine_places_of_ninety_two_days_are_sent_in_less_than_two_and_a_half_kilobytes():
    assert compressed(_busy(places=9, days=92)) < 2500


def test_fifty_five_places_are_sent_in_less_than_ten_kilobytes():
    assert compressed(_busy(places=55, days=92)) < 10_000


def _busy(*, places: int, days: int) -> str:
    """Every third day something, in an order without a pattern that would flatter the compression."""
    rows = []
    for place in range(places):
        cells = []
        for day in range(days):
            dice = (place * 7919 + day * 104729 + place * day * 31) % 97
            past = day <= days * 6 // 10
            cells.append(
                StripCell(held=1, attendances=dice * 9)
                if past and dice < 28
                else StripCell(overdue=1)
                if past and dice < 31
                else StripCell(planned=1)
                if not past and dice < 25
                else NOTHING
            )
        rows.append(StripRow(f"Place number {place}", f"{place} of 57 days", cells, [7 * (place % 5), 35]))
    return strip(rows, days=days, today=days * 6 // 10, months=MONTHS, words=WORDS)


CELLS = some.builds(
    StripCell,
    held=some.integers(0, 3),
    attendances=some.none() | some.integers(0, 10**7),
    planned=some.integers(0, 3),
    overdue=some.integers(0, 3),
)
ROWS = some.lists(
    some.builds(
        StripRow,
        name=some.text(max_size=30),
        note=some.text(max_size=20),
        cells=some.lists(CELLS, max_size=40),
        closed_weeks=some.lists(some.integers(-10, 50), max_size=5),
        group=some.sampled_from(["", "North", "<South> & co"]),
    ),
    max_size=25,
)


@settings(deadline=None)
@given(
    rows=ROWS,
    days=some.integers(1, 40),
    today=some.none() | some.integers(-5, 50),
    months=some.lists(some.tuples(some.text(max_size=5), some.integers(-5, 50)), max_size=5),
)
def test_whatever_was_held_each_day_has_the_stitch_that_is_its_own(rows, days, today, months):
    root = parsed(strip(rows, days=days, today=today, months=months, words=WORDS))
    bands = [element for element in root.iter("svg") if element.get("class") == "c"]
    assert len(bands) == len(rows)
    for band, place in zip(bands, rows, strict=True):
        for day, cell in enumerate(place.cells[:days]):
            assert _seen(band, day, days) == _expected(cell)


def _seen(band: ElementTree.Element, day: int, days: int) -> str:
    signs = {"s2", "s3", "s4", "s5", "miss", "plan"}
    found = [
        path.get("class")
        for path in band
        if path.get("class") in signs and day in days_of(path.get("d"), days)
    ]
    assert len(found) <= 1, "two signs on one day"
    return found[0] if found else ""


def _expected(cell: StripCell) -> str:
    if cell.held:
        count = cell.attendances or 0
        return "s5" if count >= 150 else "s4" if count >= 75 else "s3" if count >= 25 else "s2"
    return "miss" if cell.overdue else "plan" if cell.planned else ""


@settings(deadline=None)
@given(
    cells=some.lists(CELLS, max_size=60),
    past=some.integers(0, 70),
    weeks=some.lists(some.integers(-8, 60), max_size=3),
)
def test_brackets_cover_just_the_quiet_times(cells, past, weeks):
    found = gaps(cells, past=past, closed_weeks=weeks)
    bracketed = {day for first, length in found for day in range(first, first + length)}
    busy = {day for day, cell in enumerate(cells) if cell.held or cell.planned or cell.overdue}
    busy |= {day for week in weeks for day in range(week, week + 7)}
    assert not bracketed & busy and bracketed <= set(range(past))
    for start in range(past - 9):
        stretch = set(range(start, start + 10))
        assert stretch & busy or stretch <= bracketed


@pytest.mark.parametrize(
    ("name", "token"),
    [("wash", "wash"), ("loom", "seam"), ("gap", "quiet"), ("s2", "s2"), ("s3", "s3"), ("s4", "s4"), ("s5", "s5"),
     ("miss", "ember"), ("plan", "rim"), ("hem", "s4")],
)  # fmt: skip
def test_a_strip_that_stands_alone_has_the_colours_of_the_page(name, token):
    assert f'"{tokens("light")[token]}"' in PAINT[name]
    assert tokens("light")["apricot"] == APRICOT


def test_a_strip_that_stands_alone_says_what_its_signs_mean_and_nothing_of_those_it_has_not():
    card = Card("Days", "Kyrgyzstan", ["as of today"], "Naryn 1 of 3 days")
    rows = [StripRow("Naryn <1>", "1 of 3", [StripCell(held=1, attendances=30)])]
    words = StripWords("Days", "", today="today", held="held", planned="coming")
    drawn = card_of_strip(card, rows, days=3, today=1, months=[("Sep", 0)], words=words)
    said = [
        "".join(one.itertext()) for one in ElementTree.fromstring(drawn).iter() if one.tag.endswith("}text")
    ]
    assert said == [
        "Days",
        "Kyrgyzstan",
        "Sep",
        "Naryn <1>",
        "1 of 3",
        "today",
        "held",
        "coming",
        "as of today",
    ]


@pytest.mark.parametrize(
    ("today", "is_marked"), [(None, False), (-1, False), (0, True), (2, True), (3, False)]
)
def test_today_is_marked_in_a_strip_that_stands_alone_while_it_lies_in_it(today, is_marked):
    card = Card("Days", "", [], "")
    words = StripWords("Days", "", today="today")
    drawn = card_of_strip(card, [], days=3, today=today, months=[], words=words)
    assert (APRICOT in drawn) is is_marked
    with pytest.raises(ValueError, match="at least one day"):
        card_of_strip(card, [], days=0, today=today, months=[], words=words)
