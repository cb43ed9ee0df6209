"""A tiny campaign, made row by row in a few milliseconds: two oblasts and a city, three rayons, three organisations.

Places have the P-codes and names of the real register; organisations, kinds and reasons are made up. Today is
Friday, 5 October 2018, day 26 of 49. A test that needs the whole campaign loads campaigns/kg-2018 instead.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import Model

from jarchy.charter.models import (
    Audience,
    Choice,
    Edition,
    Indicator,
    Kind,
    Organisation,
    Participation,
    Reason,
    Topic,
    Venue,
)
from jarchy.charter.rules import EditionState
from jarchy.places.models import Place, PlaceName, Population, TerritoryVersion
from jarchy.words.folding import fold

SLUG = "tiny-2018"
TODAY = date(2018, 10, 5)
NARYN, TALAS, BISHKEK = "KG04000000000", "KG07000000000", "KG11000000000"
AT_BASHY, KOCHKOR, KARA_BUURA = "KG04220000000", "KG04235000000", "KG07215000000"
YOUTH_NARYN, YOUTH_TALAS, AGENCY = "youth-naryn", "youth-talas", "agency"
# P-code: level, kind, parent, is it a settlement, inhabitants in 2018, (ky, ru, en), (short ky, ru, en)
PLACES = {
    NARYN: (1, "oblast", None, False, 287000,
            ("Нарын облусу", "Нарынская область", "Naryn oblast"), ("Нарын", "Нарын", "Naryn")),
    TALAS: (1, "oblast", None, False, 264000,
            ("Талас облусу", "Таласская область", "Talas oblast"), ("Талас", "Талас", "Talas")),
    BISHKEK: (1, "city", None, True, 1012000,
              ("Бишкек шаары", "г. Бишкек", "Bishkek city"), ("Бишкек", "Бишкек", "Bishkek")),
    AT_BASHY: (2, "rayon", NARYN, False, 55000,
               ("Ат-Башы району", "Ат-Башынский район", "At-Bashy rayon"), ("Ат-Башы", "Ат-Башы", "At-Bashy")),
    KOCHKOR: (2, "rayon", NARYN, False, 66000,
              ("Кочкор району", "Кочкорский район", "Kochkor rayon"), ("Кочкор", "Кочкор", "Kochkor")),
    KARA_BUURA: (2, "rayon", TALAS, False, 66000,
                 ("Кара-Буура району", "Кара-Бууринский район", "Kara-Buura rayon"),
                 ("Кара-Буура", "Кара-Буура", "Kara-Buura")),
    "KG04220803000": (3, "aiyl_aimak", AT_BASHY, False, None, ("Ак-Жар айыл аймагы", "Ак-Джарский", "Ak-Jar"), None),
    "KG04220803010": (4, "settlement", "KG04220803000", True, None, ("Ак-Жар", "Ак-Джар", "Ak-Jar"), None),
    "KG04235806000": (3, "aiyl_aimak", KOCHKOR, False, None, ("Ак-Кыя айыл аймагы", "Ак-Кыянский", "Ak-Kyya"), None),
    "KG04235806010": (4, "settlement", "KG04235806000", True, None, ("Кара-Суу", "Кара-Суу", "Kara-Suu"), None),
    "KG04235806020": (4, "settlement", "KG04235806000", True, None, ("Жаңы-Жол", "Джаны-Джол", "Jany-Jol"), None),
    "KG07215805000": (3, "aiyl_aimak", KARA_BUURA, False, None,
                      ("Бейшеке айыл аймагы", "Бейшекенский", "Beisheke"), None),
    "KG07215805010": (4, "settlement", "KG07215805000", True, None, ("Бейшеке", "Бейшеке", "Beisheke"), None),
}  # fmt: skip
AK_JAR, KARA_SUU, JANY_JOL, BEISHEKE = "KG04220803010", "KG04235806010", "KG04235806020", "KG07215805010"
ORGANISATIONS = {  # slug: role, place, public, (ky, ru, en)
    AGENCY: ("lead", BISHKEK, "yes", ("Жаштар агенттиги", "Агентство по делам молодёжи", "Youth agency")),
    YOUTH_NARYN: ("youth", NARYN, "no",
                  ("Жаштар уюму, Нарын", "Молодёжная организация, Нарын", "Youth organisation, Naryn")),
    YOUTH_TALAS: ("youth", TALAS, "name",
                  ("Жаштар уюму, Талас", "Молодёжная организация, Талас", "Youth organisation, Talas")),
}  # fmt: skip
KINDS = {  # slug: is announced, usual low and high, asks who came for the first time, (ky, ru, en)
    "talk": (False, 15, 60, True, ("Баарлашуу же сабак", "Беседа или урок", "Talk or lesson")),
    "theatre": (True, 40, 200, True, ("Форум-театр", "Форум-театр", "Forum theatre")),
    "stand": (True, 20, 150, False, ("Маалымат пункту", "Информационный пункт", "Information point")),
}
VENUES = {  # slug: is closed, (ky, ru, en)
    "school": (True, ("Мектеп", "Школа", "School")),
    "market": (False, ("Базар", "Рынок", "Market")),
    "club": (False, ("Маданият үйү", "Дом культуры", "House of culture")),
}
AUDIENCES = {
    "pupils": (True, ("Окуучулар", "Школьники", "Pupils")),
    "everyone": (False, ("Баары", "Все", "Everyone")),
}
TOPICS = {
    "trafficking": ("Адам сатуу", "Торговля людьми", "Trafficking in persons"),
    "migration": ("Коопсуз миграция", "Безопасная миграция", "Safe migration"),
}
REASONS = {  # slug: applies to, (ky, ru, en)
    "number-unlikely": ("send_back", ("Сан ишенимсиз көрүнөт", "Число выглядит неправдоподобно",
                                      "The number looks unlikely")),
    "total-smaller-than-parts": ("send_back", ("Жалпы сан бөлүктөрүнөн аз", "Всего меньше суммы частей",
                                               "The total is smaller than its parts")),
    "sent-twice": ("void", ("Эки жолу жөнөтүлгөн", "Отправлено дважды", "Sent twice")),
    "snow": ("postpone", ("Жол жабык", "Дорога закрыта", "The road is closed")),
    "nobody-came": ("call_off", ("Эч ким келген жок", "Никто не пришёл", "Nobody came")),
}  # fmt: skip
AGE_BANDS = [
    {"slug": "0-13", "question": "age_0_13", "age_from": 0, "age_to": 13},
    {"slug": "14-17", "question": "age_14_17", "age_from": 14, "age_to": 17},
    {"slug": "18-28", "question": "age_18_28", "age_from": 18, "age_to": 28},
    {"slug": "29-up", "question": "age_29_up", "age_from": 29, "age_to": None},
]


def tiny_edition() -> Edition:
    """The edition with all that stands below people; call once in a test's transaction."""
    places = _places()
    edition = Edition.objects.create(
        slug=SLUG, names=_texts(("Чакан өнөктүк", "Маленькая кампания", "Tiny campaign")), slogans={},
        country_names=_texts(("Кыргызстан", "Кыргызстан", "Kyrgyzstan")), languages=["ky", "ru", "en"],
        prepares_from=date(2018, 8, 1), starts=date(2018, 9, 10), ends=date(2018, 10, 28),
        reports_until=date(2018, 11, 11), final_on=date(2018, 12, 3), delete_people_on=date(2019, 3, 1),
        keep_evidence_until=date(2023, 12, 3), state=EditionState.OPEN, is_current=True, live=False,
        example_today=TODAY, folder_today=TODAY,
        activity_languages={
            "ky": _texts(("Кыргызча", "Кыргызский", "Kyrgyz")), "ru": _texts(("Орусча", "Русский", "Russian")),
        },
        age_bands=[{**band, "names": _texts((band["slug"],) * 3)} for band in AGE_BANDS],
    )  # fmt: skip
    _organisations(edition, places)
    _lists(edition)
    return edition


def _texts(words: tuple[str, str, str]) -> dict[str, str]:
    return dict(zip(("ky", "ru", "en"), words, strict=True))


def _places() -> dict[str, Place]:
    """Written with their ids known beforehand: a place may be its own region, and one INSERT can say it only so."""
    ids = {pcode: number for number, pcode in enumerate(PLACES, start=(_last_id(Place) + 1))}
    rows = {}
    for order, (pcode, (level, kind, parent, is_settlement, _, names, short)) in enumerate(PLACES.items()):
        above = _line(pcode)
        district = next((p for p in above if PLACES[p][0] == 2), above[-1] if kind == "city" else None)
        rows[pcode] = Place(
            id=ids[pcode], pcode=pcode, level=level, kind=kind, parent_id=ids.get(parent or ""),
            region_id=ids[above[-1]], district_id=ids.get(district or ""), is_settlement=is_settlement,
            counts_as_second_level=kind == "city", names=_texts(names), short_names=_texts(short or names), order=order,
        )  # fmt: skip
    Place.objects.bulk_create(rows.values())
    PlaceName.objects.bulk_create(
        PlaceName(place=rows[pcode], language=language, name=name, folded=fold(name), kind="official")
        for pcode, place in PLACES.items()
        for language, name in _texts(place[6] or place[5]).items()
    )
    Population.objects.bulk_create(
        Population(place=rows[pcode], year=2018, people=place[4], kind="estimate")
        for pcode, place in PLACES.items()
        if place[4]
    )
    TerritoryVersion.objects.create(number=1, content_hash=SLUG, places=len(rows), loaded_on=date(2018, 8, 1))
    return rows


def _last_id(model: type[Model]) -> int:
    return max(model._default_manager.values_list("pk", flat=True), default=1000)


def _line(pcode: str) -> list[str]:
    """The place and all above it, from below."""
    parent = PLACES[pcode][2]
    return [pcode, *(_line(parent) if parent else [])]


def _organisations(edition: Edition, places: dict[str, Place]) -> None:
    for order, (slug, (role, pcode, public, names)) in enumerate(ORGANISATIONS.items()):
        body = Organisation.objects.create(
            slug=slug, names=_texts(names), place=places[pcode], is_illustrative=True
        )
        Participation.objects.create(
            edition=edition, organisation=body, role=role, public=public, order=order
        )


def _lists(edition: Edition) -> None:
    def rows(model: type[Choice], table: dict, **columns: Callable[[tuple], object]) -> None:
        """`columns` say which part of a table's row is which column; the words are its last part."""
        model._default_manager.bulk_create(
            model(
                edition=edition, slug=slug, order=order, names=_texts(row[-1]),
                **{name: pick(row) for name, pick in columns.items()},
            )
            for order, (slug, row) in enumerate(table.items())
        )  # fmt: skip

    rows(Topic, {slug: (words,) for slug, words in TOPICS.items()})
    rows(Audience, AUDIENCES, is_closed=lambda row: row[0])
    rows(Venue, VENUES, is_closed=lambda row: row[0])
    rows(Reason, REASONS, applies_to=lambda row: row[0])
    rows(Kind, KINDS, is_announced=lambda row: row[0], usual_low=lambda row: row[1], usual_high=lambda row: row[2],
         asks_first_time=lambda row: row[3])  # fmt: skip
    for order, measure in enumerate(("activities", "attendances")):
        words = _texts((measure,) * 3)
        Indicator.objects.create(
            edition=edition, slug=measure, order=order, number=f"A{order + 1}", level="output", names=words,
            definitions=words, units=words, unit=measure, data_source="report", frequency="daily", computed="sum",
            measure=measure,
        )  # fmt: skip
