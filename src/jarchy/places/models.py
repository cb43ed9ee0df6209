"""The territory: places, their names by language and time, codes by scheme, people by year, and shapes for
maps."""

from __future__ import annotations

from django.db import models

from jarchy.foundation.texts import Texts


class Place(models.Model):
    """An oblast, a rayon or town, an aiyl aimak, a village. Its P-code outlives editions; it is never matched
    on a name.

    `region` is its place of level 1 and `district` its place of level 2 (itself where it is one). Bishkek and
    Osh city are one row each, of level 1, and count as second level: they are their own region and their own
    district.
    """

    privacy, retention = "public", "for ever"

    pcode = models.CharField(max_length=20, unique=True)
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)  # one of rules.PlaceKind
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    region = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    counts_as_second_level = models.BooleanField(default=False)
    is_settlement = models.BooleanField(default=False)
    names = Texts()  # full: Naryn oblast, Нарын облусу, Нарынская область
    short_names = Texts()  # where the level is plain: Naryn; but Osh oblast, Osh city
    order = models.PositiveIntegerField(default=0)  # register order, as the territory's file has it
    lat = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    lon = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    area_km2 = models.DecimalField(max_digits=10, decimal_places=1, null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["level", "order"], name="place_by_level")]

    def __str__(self) -> str:
        return self.pcode


class PlaceName(models.Model):
    """A name that finds a place: official, an alias, a correction; dated where it was not always so.

    `folded` is as words.folding has it, without a word for a level."""

    privacy, retention = "public", "for ever"

    place = models.ForeignKey(Place, models.CASCADE, related_name="all_names")
    language = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=120, db_index=True)
    kind = models.CharField(max_length=12)  # one of rules.NameKind
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "language", "name", "kind"], name="place_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PlaceCode(models.Model):
    """A place's code in one scheme: soate, iso, geonames. (The P-code is the place's own column.)"""

    privacy, retention = "public", "for ever"

    place = models.ForeignKey(Place, models.CASCADE, related_name="codes")
    scheme = models.CharField(max_length=12)
    code = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="code_names_one_place"),
            models.UniqueConstraint(fields=["place", "scheme"], name="one_code_a_scheme"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.code}"


class Population(models.Model):
    """Inhabitants of a place in a year, with the kind of number it is (census, estimate, own estimate from
    ...)."""

    privacy, retention = "public", "for ever"

    place = models.ForeignKey(Place, models.CASCADE, related_name="populations")
    year = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "year"], name="one_population_a_year")]

    def __str__(self) -> str:
        return f"{self.place_id} {self.year}"


class Boundary(models.Model):
    """The shape of a place for maps: a GeoJSON geometry (Polygon or MultiPolygon, degrees, RFC 7946
    order)."""

    privacy, retention = "public", "for ever"

    place = models.OneToOneField(Place, models.CASCADE, related_name="boundary")
    geometry = models.JSONField()

    def __str__(self) -> str:
        return f"boundary of {self.place_id}"


class TerritoryVersion(models.Model):
    """Each change of the register by loading a folder: a figure names the one it was made with. The last is
    today's."""

    privacy, retention = "public", "for ever"

    number = models.PositiveIntegerField(unique=True)
    content_hash = models.CharField(max_length=64)
    places = models.PositiveIntegerField()
    loaded_on = models.DateField()

    def __str__(self) -> str:
        return f"territory {self.number}"
