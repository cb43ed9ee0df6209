"""logos.csv and documents.csv: what is at fault is said with its place; what is loaded stands on documents."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils.translation import override
from docx import Document as open_docx

from jarchy.charter.folder import Context, EditionFacts, Folder
from jarchy.charter.folder.base import FundingRules, KnownPlace
from jarchy.charter.wording import worded
from jarchy.foundation import files
from jarchy.foundation.narrowing import house
from jarchy.foundation.problems import ProblemRaised
from jarchy.foundation.texts import filled, insertions, insertions_in
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Sight
from jarchy.pictures.tests.test_logo import png, svg
from jarchy.publications import actions, queries
from jarchy.publications.documents import broken_rules
from jarchy.publications.folder import PapersPart
from jarchy.publications.models import Logo, Passage
from jarchy.publications.rules import Door, Format, Kind, LogoSize, in_a_row, in_turn, is_as_large
from tests.tiny import AGENCY, KARA_SUU, NARYN, SLUG, TALAS, YOUTH_NARYN

HOUSE = house("test")
LOGOS = (
    "id,organisation,file,order,alt_ky,alt_ru,alt_en,languages,height_mm,min_height_mm,clear_mm,permitted_by,"
    "permitted_on\n"
)
FIRST = f"agency,{AGENCY},agency.svg,2,Агенттик,Агентство,Agency,,12,8,4,letter 7,2018-08-01\n"
EMBLEM = "funder,,funder.png,1,Эмблема,Эмблема,Emblem,,15,8,4,letter 9,2018-08-02\n"
WORDS = "id,document,stands,door,text_ky,text_ru,text_en\n"
FILES = {"logos/agency.svg": svg(), "logos/funder.png": png()}
PART = PapersPart()


@pytest.fixture(autouse=True)
def _in_english_with_both_insertions(monkeypatch):
    for name in ("figure", "fact"):
        monkeypatch.setitem(insertions, name, insertions.get(name, str))
    with override("en"):
        yield


@pytest.fixture
def context() -> Context:
    none = None
    edition = EditionFacts(
        SLUG, "KG", ("ky", "ru", "en"), False, none, none, none, none, none, none, 6, {},
        funding=FundingRules("funder", 40, True, ("ky", "ru")),
    )  # fmt: skip
    places = {NARYN: KnownPlace(1, ""), TALAS: KnownPlace(1, ""), KARA_SUU: KnownPlace(4, NARYN)}
    lists = {"organisations": {AGENCY: {}}, "indicators": {"attendances": {}}, "facts": {"sign": {}}}
    return Context(edition, places, lists)


def folder(logos: str = LOGOS + FIRST + EMBLEM, words: str = WORDS, **other: bytes) -> Folder:
    return Folder({"logos.csv": logos.encode(), "documents.csv": words.encode(), **FILES, **other})


def faults(context, *said, **other) -> list[tuple]:
    _, found = PART.read(folder(*said, **other), context)
    assert all(worded(one)["message"] and worded(one)["remedy"] for one in found)
    return [(one.file, one.row, one.column, one.code.partition(".")[2]) for one in found]


# --- what the check says


def test_a_whole_folder_has_no_fault(context):
    assert faults(context) == []
    assert (
        PART.read(Folder({}), replace(context, edition=replace(context.edition, funding=FundingRules())))[1]
        == []
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("agency.svg", "agensy.svg", ("logos/agensy.svg", None, None, "logo_missing")),
        ("agency.svg", "../agency.svg", ("logos.csv", 2, "file", "logo_name")),
        (",2,Аг", ",1,Аг", ("logos.csv", 3, "order", "logo_order")),
        (",12,8,", ",7,8,", ("logos.csv", 2, "height_mm", "logo_too_small")),
        (",12,8,", ",40,8,", ("logos.csv", 3, "height_mm", "emblem_small")),
        ("letter 7", "", ("logos.csv", 2, "permitted_by", "logo_not_permitted")),
        ("funder,,", "founder,,", ("campaign.toml", 40, "funding.emblem", "no_emblem")),
        ("Emblem,,15", "Emblem,ky,15", ("logos.csv", 3, "languages", "emblem_language")),
        ("Emblem,,15", "Emblem,tg ky ru,15", ("logos.csv", 3, "languages", "logo_language")),
        (f"agency,{AGENCY}", "agency,nobody", ("logos.csv", 2, "organisation", "unknown_organisation")),
    ],
)  # fmt: skip
def test_each_fault_is_said_where_it_stands(context, old, new, fault):
    table = LOGOS + FIRST + EMBLEM
    assert old in table
    assert faults(context, table.replace(old, new)) == [fault]


def test_a_file_that_is_another_than_its_name_says(context):
    found = faults(context, **{"logos/agency.svg": png()})
    assert found == [("logos/agency.svg", None, None, "logo_ending")]
    script = svg("<script/>")
    assert faults(context, **{"logos/agency.svg": script}) == [
        ("logos/agency.svg", None, None, "logo_unsafe")
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ figure atendances }}", "unknown_indicator"),
        ("{{ figure attendances KG0400000000 }}", "unknown_place"),
        ("{{ figure attendances " + KARA_SUU + " }}", "insertion_too_fine"),
        ("{{ figure attendances here }}", "insertion_not_here"),
        ("{{ figure }}", "insertion_words"),
        ("{{ fact sing }}", "unknown_fact"),
        ("{{ photo a }}", "insertion_unknown"),
        ("{{ figure attendances", "braces"),
        ("{{ }}", "braces"),
    ],
)
def test_words_that_ask_for_what_is_not_there(context, text, code):
    found = faults(context, LOGOS + FIRST + EMBLEM, f"{WORDS}a,briefing,end,,Сөз,Слова,{text}\n")
    assert found == [("documents.csv", 2, "text_en", code)]


# --- what stands on a document


def load(edition, context, *said, emblem: str = "funder", **other) -> None:
    data, found = PART.read(folder(*said, **other), context)
    assert not [one for one in found if one.level == "error"]
    PART.load(data, edition, HOUSE)
    edition.charter = {
        "funding": {"ky": "Акча", "ru": "Деньги", "en": "Money", "emblem": emblem, "sentence_in": ["ky"]}
    }
    edition.save()


def make(edition, kind=Kind.BRIEFING, *, door=Door.PUBLIC, language="en", format=Format.DOCX, **whose):
    return actions.make_document(
        edition, kind, door=door, language=language, format=format, by=HOUSE, **whose
    )


def test_logos_stand_at_the_foot_in_their_order_above_who_pays(full, context):
    load(full, context)
    paper = open_docx(io.BytesIO(files.path_of(make(full).sha256).read_bytes()))
    foot = paper.sections[0].footer._element
    assert [one.get("descr") for one in foot.iter() if one.tag.endswith("docPr")] == ["Emblem", "Agency"]
    assert "Money" in "".join(foot.itertext())
    heights = [int(one.get("cy")) for one in foot.iter() if one.tag.endswith("}extent")]
    assert heights[0] >= heights[1]


def test_a_pdf_with_logos_keeps_the_standards(full, context):
    load(full, context)
    data = files.path_of(make(full, format=Format.PDF).sha256).read_bytes()
    assert data.startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"permitted_by": ""}, "emblem_missing"),
        ({"languages": ["ru"]}, "emblem_missing"),
        ({"organisation": YOUTH_NARYN}, "emblem_missing"),
        ({"height_mm": 5, "min_height_mm": 1, "ratio": 1000}, "emblem_too_small"),
        ({"height_mm": 40, "min_height_mm": 40, "ratio": 9000}, "logos_do_not_fit"),
    ],
)
def test_no_document_leaves_that_breaks_what_the_funder_asked_for(full, context, change, code):
    load(full, context)
    Logo.objects.filter(edition=full, slug="funder").update(**change)
    with pytest.raises(ProblemRaised, match=code):
        make(full)


def test_a_document_in_a_language_without_the_sentence_is_not_made(full, context):
    load(full, context)
    full.charter["funding"].pop("ky")
    full.save()
    with pytest.raises(ProblemRaised, match="sentence_missing"):
        make(full, language="ky")
    assert make(full, language="en")


def test_a_logo_that_nobody_permitted_or_of_whom_is_not_named_is_left_out(full, context):
    load(full, context)
    assert alts(make(full)) == ["Emblem", "Agency"]
    Logo.objects.filter(slug="agency").update(permitted_on=None)
    assert alts(make(full)) == ["Emblem"]
    Logo.objects.filter(slug="agency").update(permitted_on="2018-08-01", organisation=YOUTH_NARYN)
    assert alts(make(full)) == ["Emblem"]
    assert alts(make(full, door=Door.OFFICIAL)) == ["Emblem", "Agency"]


def test_a_weekly_sheet_that_may_not_be_made_stops_neither_a_midnight_nor_another_language(full, context):
    load(full, context)
    Logo.objects.filter(slug="funder").update(languages=["ru"])
    wish = {
        "weekday": "friday",
        "at": "16:00",
        "door": "public",
        "languages": ["ky", "ru"],
        "formats": ["docx"],
    }
    full.charter = {**full.charter, "briefing": wish}
    full.save()
    made = actions.weekly_sheets(datetime(2018, 10, 9, tzinfo=UTC))
    assert made == [f"{SLUG}-briefing-2018-10-08-ru.docx"]
    said = [one.sentence for one in broken_rules(full)]
    assert len(said) == 1
    assert "it does not stand in this language" in said[0]


def test_many_at_once_are_refused_where_one_could_not_be_made(full, context):
    load(full, context)
    Logo.objects.filter(slug="funder").update(permitted_by="")
    with pytest.raises(ProblemRaised, match="emblem_missing"):
        actions.make_bundle(full, Kind.OBLAST, door=Door.PUBLIC, language="ky", format=Format.PDF, by=HOUSE)


def alts(row) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(files.path_of(row.sha256).read_bytes())) as archive:
        xml = "".join(archive.read(name).decode() for name in archive.namelist() if "/footer" in name)
    return [part.partition('"')[0] for part in xml.split('descr="')[1:]]


@pytest.mark.parametrize("door", Door)
def test_a_figure_in_words_is_one_of_the_documents_figures(full, context, door):
    said = f"{WORDS}a,agenda,beginning,,Сөз,Слова,Talas: {{{{ figure attendances {TALAS} }}}}.\n"
    load(full, context, LOGOS + FIRST + EMBLEM, said)
    row = make(full, Kind.AGENDA, door=door)
    sight = Sight.PUBLIC if door is Door.PUBLIC else Sight.EXACT
    found = ledger.figure(full, "attendances", place=TALAS, as_of=row.position, sight=sight)
    assert any(one["place"] == TALAS and one["value"] == str(found.value) for one in row.figures)
    assert f"Talas: {ledger.words_of(full, found)}." in words(row)
    shown = queries.figures_of(row, queries.corrected_since(row))
    assert any(one.place and one.place.pcode == TALAS for one in shown)


def test_here_is_the_place_of_the_sheet_and_a_door_keeps_its_words(full, context):
    said = (
        f"{WORDS}a,oblast,end,,Сөз,Слова,Here: {{{{ figure attendances here }}}}\n"
        "b,oblast,end,official,Сөз,Слова,For us alone\n"
    )
    load(full, context, LOGOS + FIRST + EMBLEM, said)
    row = make(full, Kind.OBLAST, place=NARYN)
    found = ledger.figure(full, "attendances", place=NARYN, as_of=row.position, sight=Sight.PUBLIC)
    assert f"Here: {found.value}" in words(row)
    assert "For us alone" not in words(row)
    assert "For us alone" in words(make(full, Kind.OBLAST, place=NARYN, door=Door.OFFICIAL))


def words(row) -> str:
    paper = open_docx(io.BytesIO(files.path_of(row.sha256).read_bytes()))
    return "\n".join(one.text for one in paper.paragraphs)


# --- the folder


def test_loading_again_changes_nothing_and_another_file_is_a_change(full, context):
    load(full, context)
    data, _ = PART.read(folder(), context)
    assert not PART.changes(data, full)
    other, _ = PART.read(folder(**{"logos/agency.svg": svg('<path d="M1 1h9"/>')}), context)
    assert PART.changes(other, full).changed == ["logos.csv: agency (file)"]
    gone, _ = PART.read(folder(LOGOS + EMBLEM), context)
    PART.load(gone, full, HOUSE)
    assert Logo.objects.get(slug="agency").is_retired
    assert not Passage.objects.exists()


def test_a_fork_carries_the_rows_and_no_permission(context):
    data, _ = PART.read(folder(), context)
    forked = PART.fork(data, 365)["logos.csv"].decode()
    assert "agency.svg" in forked
    assert "letter" not in forked
    again = faults(context, forked)
    assert {fault[3] for fault in again} == {"logo_not_permitted"}


# --- the rules


def test_the_emblem_is_as_tall_as_the_tallest_or_as_wide_as_the_widest():
    tall, wide = LogoSize("a", 100, 120), LogoSize("b", 300, 80)
    assert is_as_large(LogoSize("e", 90, 120), [tall, wide])
    assert is_as_large(LogoSize("e", 300, 60), [tall, wide])
    assert not is_as_large(LogoSize("e", 290, 110), [tall, wide])
    assert is_as_large(LogoSize("e", 1, 1), [])


def test_logos_that_are_too_wide_together_become_smaller_by_the_same_share():
    row = [LogoSize("a", 1000, 100, 60, 40), LogoSize("b", 1000, 200, 60, 20)]
    assert in_a_row(row, room=1440) == [LogoSize("a", 700, 70, 60, 40), LogoSize("b", 700, 140, 60, 20)]
    assert in_a_row(row, room=1040) == []
    assert in_a_row(row, room=30) == []


def test_those_who_lead_together_stand_first_in_turn(full):
    day = full.today()
    weeks = [in_turn(["a", "b"], day.fromordinal(day.toordinal() + 7 * n)) for n in range(3)]
    assert weeks[0] == weeks[2] != weeks[1]
    assert in_turn([], day) == []


def test_words_are_put_into_braces():
    assert filled("a {{ figure x y }} b", {"figure": lambda *said: "-".join(said)}) == "a x-y b"
    assert [one.words for one in insertions_in("{{fact a}} {{ figure b  c }}")] == [("a",), ("b", "c")]
