"""What can go wrong with places: on a page or a command, and in the files of a campaign folder.

The sentence of a finding is filled with its params and with value, row and column.
"""

from django.utils.translation import gettext_lazy as _

from jarchy.foundation.problems import Problem


class Problems:
    """Of look-ups."""

    unknown_place = Problem(
        "places.unknown_place",
        404,
        _("No place has the P-code {pcode}."),
        _("Look it up: jarchy places find NAME"),
    )
    nothing_found = Problem(
        "places.nothing_found",
        404,
        _("No place is called “{text}”."),
        _("Look at the spelling, leave out the word for the level, or give a P-code."),
    )
    no_territory = Problem(
        "places.no_territory",
        503,
        _("No territory is loaded yet."),
        _("Load a campaign first: jarchy charter load campaigns/kg-2018"),
    )
    wrong_day = Problem(
        "places.wrong_day", 400, _("“{day}” is not a day."), _("Write it as 2018-11-05: year, month, day.")
    )


class Findings:
    """Of territory.csv, settlements.csv, place_names.csv, population.csv and the maps."""

    parent_unknown = Problem(
        "places.parent_unknown",
        422,
        _("The place above, {value}, stands in neither territory.csv nor settlements.csv."),
        _("Write the P-code of a place that is in one of them."),
    )
    parent_missing = Problem(
        "places.parent_missing",
        422,
        _("A place of level {level} stands below nothing."),
        _("Write the P-code of the place above into “parent”."),
    )
    parent_too_deep = Problem(
        "places.parent_too_deep",
        422,
        _("The place above, {value}, is of level {parent_level}; this one is of level {level}."),
        _("Put it below a place of a higher level, or mend the level."),
    )
    level_wrong = Problem(
        "places.level_wrong",
        422,
        _("Level {value} does not belong into this file."),
        _("territory.csv holds levels 1 and 2, settlements.csv levels 3 and 4."),
    )
    not_first_level = Problem(
        "places.not_first_level",
        422,
        _("Only a place of level 1 can count as second level too."),
        _("Empty the cell, or mend the level."),
    )
    in_both_files = Problem(
        "places.in_both_files",
        422,
        _("{value} stands in territory.csv already, in row {first}."),
        _("Leave it in one of the two files."),
    )
    soate_differs = Problem(
        "places.soate_differs",
        422,
        _("The SOATE code {value} and the P-code {pcode} are not of one place."),
        _("A P-code is KG and the 14 digits of SOATE without the leading 417. Expected here: {better}"),
    )
    soate_wrong = Problem(
        "places.soate_wrong",
        422,
        _("“{value}” is not a SOATE code: those have 14 digits and nothing else."),
        _("Write {better}; in a spreadsheet give the column the format Text."),
    )
    code_twice = Problem(
        "places.code_twice",
        422,
        _("The {scheme} code {value} belongs to {other} already."),
        _("Give each place its own code, or leave the cell empty."),
    )
    nameless = Problem(
        "places.nameless", 422, _("The place has no name in any language."), _("Write at least one name.")
    )
    place_unknown = Problem(
        "places.place_unknown",
        422,
        _("{value} stands in neither territory.csv nor settlements.csv."),
        _("Write the P-code of a place that is in one of them."),
    )
    renaming_undated = Problem(
        "places.renaming_undated",
        422,
        _("The new name {name} does not say since when."),
        _("Write the day into “since”: a name must not be shown before it."),
    )
    ends_before_it_starts = Problem(
        "places.ends_before_it_starts",
        422,
        _("It ends on {value}, before it starts on {since}."),
        _("Exchange the two days, or mend one."),
    )
    language_unknown = Problem(
        "places.language_unknown",
        422,
        _("“{value}” is not the short form of a language."),
        _("Write two or three small letters, as ky, ru, en; or nothing where it is the same in all."),
    )
    year_twice = Problem(
        "places.year_twice",
        422,
        _("{place} has a number of people for {value} already, in row {first}."),
        _("Keep one number a year and name the other in “source”."),
    )
    map_missing = Problem(
        "places.map_missing",
        422,
        _("{file} is missing: the numbers of its places will stand in tables only."),
        _("Add the map as GeoJSON, each shape with the property “pcode”."),
    )
    map_broken = Problem(
        "places.map_broken",
        422,
        _("The file is not GeoJSON: {why}"),
        _("Export it again as GeoJSON (RFC 7946, UTF-8)."),
    )
    map_place_unknown = Problem(
        "places.map_place_unknown",
        422,
        _("The map shows {value}, which is not in territory.csv."),
        _("Give each shape the property “pcode” of a place in territory.csv."),
    )
    map_shape_wrong = Problem(
        "places.map_shape_wrong",
        422,
        _("The shape of {value} is no Polygon and no MultiPolygon."),
        _("Draw it as an area."),
    )
    map_lacks = Problem(
        "places.map_lacks",
        422,
        _("No map shows {value}: its numbers will stand in the table only."),
        _("Add its shape to map/adm1.geojson or map/adm2.geojson."),
    )
