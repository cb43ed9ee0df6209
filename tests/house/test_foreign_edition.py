"""A campaign made of somebody's sheet stands beside kg-2018: each shows places of its own country and no other's."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape

import pytest
from django.test import Client

from jarchy.charter import queries as charter
from jarchy.charter.actions import load_folder
from jarchy.charter.models import Edition
from jarchy.fieldwork.shown_by_link import OBLAST
from jarchy.fieldwork.tests.test_somebody_elses_sheet import KG, OCHA, own_edition
from jarchy.formats.tests.samples import sample
from jarchy.foundation import files
from jarchy.foundation.narrowing import house
from jarchy.foundation.problems import ProblemRaised
from jarchy.places.queries import PlaceFacts, territory
from jarchy.publications import actions
from jarchy.publications.forms import MakeForm
from jarchy.publications.models import Publication
from jarchy.publications.rules import Door, Format, Kind
from jarchy.website import frozen

US = house("test")
PAGES = (
    "", "numbers/", "numbers/activities/", "numbers/activities/made-of/", "where/", "coming/", "organisations/",
    "how-we-count/", "downloads/", "public.json", "5w.csv",
)  # fmt: skip


@pytest.fixture(scope="module")
def both(django_db_setup, django_db_blocker, tmp_path_factory):
    """The slugs of both, loaded once for this file and taken away after it."""
    sample(OCHA)
    from django.db import transaction  # noqa: PLC0415  settings are ready only now

    with django_db_blocker.unblock(), transaction.atomic():
        load_folder(KG, US)
        own_edition(OCHA, tmp_path_factory.mktemp("sheet"))
        yield "kg-2018", "theirs"
        transaction.set_rollback(True)


@pytest.fixture(params=[0, 1], ids=["kg-2018", "theirs"])
def pair(both, db, request) -> tuple[Edition, Edition]:
    """The one that is looked at, and the other."""
    here, there = both[request.param], both[1 - request.param]
    return charter.edition(here), charter.edition(there)


def regions(edition: Edition) -> tuple[PlaceFacts, ...]:
    return territory(edition.country).regions


def names_of(edition: Edition) -> set[str]:
    return {name for place in regions(edition) for name in place.names.values() if name}


def said_wrongly(text: str, other: Edition) -> set[str]:
    """Names and P-codes of the other country's oblasts that stand in the text."""
    codes = {place.pcode for place in regions(other)}
    plain = unescape(text)
    return {one for one in codes | names_of(other) if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", plain)}


def read(edition: Edition, path: str) -> tuple[int, str]:
    answer = Client().get(f"/{edition.languages[0]}/{edition.slug}/{path}")
    return answer.status_code, answer.getvalue().decode()


def words(row: Publication) -> str:
    with zipfile.ZipFile(io.BytesIO(files.path_of(row.sha256).read_bytes())) as archive:
        return re.sub(r"(<[^>]+>)+", "|", archive.read("word/document.xml").decode())


def test_every_page_names_its_own_country_and_no_oblast_of_the_other(pair):
    here, there = pair
    assert regions(here) and regions(there)
    own = regions(here)[0].pcode
    for path in (*PAGES, f"where/{own}/", f"numbers/activities/{own}/"):
        status, text = read(here, path)
        assert (path, status, said_wrongly(text, there)) == (path, 200, set())
    assert all(place.pcode in read(here, "public.json")[1] for place in regions(here))


def test_only_a_country_with_shapes_has_a_map(pair):
    here, _ = pair
    has_one = here.country == "KG"
    for path in ("", "where/"):
        text = read(here, path)[1]
        assert ('class="map"' in text, "<figure></figure>" in text) == (has_one, False), path
    if not has_one:
        assert read(here, "map.svg")[0] == 404


def test_a_place_of_the_other_country_is_not_there(pair):
    here, there = pair
    away = regions(there)[0].pcode
    for path in (
        f"where/{away}/", f"numbers/activities/{away}/", f"numbers/activities/{away}/made-of/",
        f"charts/activities/{away}/weeks.svg",
    ):  # fmt: skip
        assert (path, read(here, path)[0]) == (path, 404)


def test_documents_are_of_its_own_oblasts(pair):
    here, there = pair
    asked = {"door": Door.OFFICIAL, "language": here.languages[0], "format": Format.DOCX, "by": US}
    told = words(actions.make_document(here, Kind.BRIEFING, **asked))
    assert said_wrongly(told, there) == set()
    own = regions(here)[0]
    assert (
        said_wrongly(words(actions.make_document(here, Kind.OBLAST, place=own.pcode, **asked)), there)
        == set()
    )
    with pytest.raises(ProblemRaised) as refused:
        actions.make_document(here, Kind.OBLAST, place=regions(there)[0].pcode, **asked)
    assert refused.value.code == "publications.no_place"
    offered = dict(MakeForm(here).fields["what"].choices)
    listed = [key for group in offered.values() if isinstance(group, list) for key, _ in group]
    assert [key for key in listed if key.startswith("oblast:")] == [
        f"oblast:{one.pcode}" for one in regions(here)
    ]


def test_what_is_frozen_and_looked_at_is_its_own(pair):
    here, there = pair
    addresses = list(frozen.addresses(here))
    assert all(any(place.pcode in address for address in addresses) for place in regions(here))
    assert not [one for one in addresses if any(place.pcode in one for place in regions(there))]
    assert [key for key, _ in OBLAST.rows(here)] == [place.pcode for place in regions(here)]
