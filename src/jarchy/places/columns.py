"""The columns of the territory's tables, as the check knows them and docs/reference prints them, and what was
read from them. No database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from jarchy.formats.tables import Column, Row, TableSpec
from jarchy.places.rules import NameKind, PlaceKind

_KINDS = tuple(str(kind) for kind in PlaceKind)
_ABOVE = Column("parent", "place", says="P-code of the place above; empty for level 1")
_POINT = (
    Column("lat", "decimal", says="a point inside it", unit="degrees north", least=-90, most=90, places=5),
    Column("lon", "decimal", says="a point inside it", unit="degrees east", least=-180, most=180, places=5),
)
_VALIDITY = (
    Column("valid_from", "date", says="first day, where it has not always been"),
    Column("valid_to", "date", says="last day, where it is no more"),
)
_SOURCE = Column("source", "text", says="where the row is from", longest=200)

TERRITORY = TableSpec(
    "territory.csv",
    (
        Column("id", "pcode", required=True, says="P-code: KG and the SOATE code without its leading 417"),
        Column("level", "integer", required=True, says="1: oblast or city of the republic; 2: rayon or city"),
        Column("kind", "choice", required=True, choices=_KINDS, says="what it is"),
        _ABOVE,
        Column(
            "name", "texts", required=True, says="the name alone, without a word for the level", longest=120
        ),
        Column("counts_as_second_level", "boolean", says="yes: a city of level 1 that is its own district"),
        Column(
            "soate",
            "text",
            says="state classifier, 14 digits: a column of text, never of numbers",
            longest=20,
        ),
        Column("iso", "text", says="ISO 3166-2", longest=20),
        Column("geonames", "text", says="number in GeoNames", longest=20),
        *_POINT,
        Column("area_km2", "decimal", unit="km2", most=100_000_000, places=1),
        *_VALIDITY,
        _SOURCE,
    ),
    says="Oblasts, rayons and cities, in the order in which pages list them.",
)
SETTLEMENTS = TableSpec(
    "settlements.csv",
    (
        Column("id", "pcode", required=True, says="P-code: KG and the SOATE code without its leading 417"),
        Column("level", "integer", required=True, says="3: aiyl aimak, town, city district; 4: village"),
        Column("kind", "choice", required=True, choices=_KINDS, says="what it is"),
        Column("parent", "place", required=True, says="P-code of the place above"),
        Column("name", "texts", says="the name; a language may be missing, one must be there", longest=120),
        Column(
            "is_settlement", "boolean", required=True, says="yes: people live in it, a report may choose it"
        ),
        Column(
            "soate",
            "text",
            says="state classifier, 14 digits: a column of text, never of numbers",
            longest=20,
        ),
        Column("geonames", "text", says="number in GeoNames", longest=20),
        *_POINT,
        *_VALIDITY,
        _SOURCE,
    ),
    says="What lies below the rayon, down to the village.",
    required=False,
)
NAMES = TableSpec(
    "place_names.csv",
    (
        Column("id", "id", required=True),
        Column("place", "place", required=True, says="whose name it is"),
        Column("language", "text", says="short form, as ky; empty where it is the same in all", longest=10),
        Column("name", "text", required=True, longest=120),
        Column(
            "kind",
            "choice",
            required=True,
            choices=(str(NameKind.ALIAS), str(NameKind.CORRECTION), str(NameKind.RENAMING)),
            says="alias; correction: a slip that files still carry; renaming: the name from a day on",
        ),
        Column("since", "date", says="first day of the name"),
        Column("until", "date", says="last day of the name"),
        _SOURCE,
    ),
    says="Further names by which a place is found. A renaming is shown from its day on, never before.",
    required=False,
)
POPULATION = TableSpec(
    "population.csv",
    (
        Column("id", "id", required=True),
        Column("place", "place", required=True),
        Column("year", "integer", required=True, least=1800, most=2200),
        Column("people", "integer", required=True, says="inhabitants", unit="people"),
        Column("kind", "text", required=True, says="census, estimate, own estimate from ...", longest=60),
        _SOURCE,
    ),
    says="Inhabitants by year: what numbers per 1,000 inhabitants are divided by.",
    required=False,
)
SPECS = {spec.file: spec for spec in (TERRITORY, SETTLEMENTS, NAMES, POPULATION)}
MAPS = ("map/adm1.geojson", "map/adm2.geojson")
files = (*SPECS, *MAPS)


@dataclass(frozen=True)
class TerritoryData:
    """All rows of the territory as read; `shapes` are GeoJSON geometries by P-code. `is_part`: made from a sheet, it
    names some places of the register and says nothing of the others."""

    languages: tuple[str, ...]
    territory: tuple[Row, ...] = ()
    settlements: tuple[Row, ...] = ()
    names: tuple[Row, ...] = ()
    populations: tuple[Row, ...] = ()
    shapes: dict[str, dict[str, Any]] = field(default_factory=dict)
    country: str = ""
    is_part: bool = False

    @property
    def places(self) -> tuple[Row, ...]:
        """Every place, in register order."""
        return self.territory + self.settlements
