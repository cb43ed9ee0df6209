"""What can be wrong with somebody else's sheet and with the mapping of its columns, in words; what was assumed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jarchy.foundation.problems import Problem


class Problems:
    """Raised."""

    no_mapping = Problem(
        "foreign.no_mapping", 404, _("No mapping is called “{name}” here."),
        _("Write one: jarchy charter mapping FILE > {name}.toml, or say on the page what each column is."),
    )  # fmt: skip
    mapping_at_fault = Problem(
        "foreign.mapping_at_fault", 422, _("The mapping “{name}” cannot be used:\n{faults}"),
        _("Mend it and try again. Nothing was changed."),
    )  # fmt: skip
    sheet_at_fault = Problem(
        "foreign.sheet_at_fault", 422, _("{file} cannot become a campaign:\n{faults}"),
        _("Mend the sheet or say more in the mapping, and try again. Nothing was written."),
    )  # fmt: skip


class Findings:
    """Found, row by row; filled as the other findings are."""

    assumed_encoding = Problem(
        "foreign.assumed_encoding", 422, _("The file is not UTF-8. It was read as {found}."),
        _("Look at its letters. If they are wrong, save it again as “CSV UTF-8”."),
    )  # fmt: skip
    assumed_separator = Problem(
        "foreign.assumed_separator", 422, _("The columns are parted by “{found}”; so they were read."),
        _("Look at the columns. If they are wrong, save it again with commas."),
    )  # fmt: skip
    assumed_header = Problem(
        "foreign.assumed_header", 422, _("Row {number} was taken for the names of the columns."),
        _("If it is another row, write header_row into the mapping."),
    )  # fmt: skip
    assumed_page = Problem(
        "foreign.assumed_page", 422, _("The workbook has several sheets; “{page}” was read."),
        _("Put the sheet that is meant first."),
    )  # fmt: skip
    assumed_merged = Problem(
        "foreign.assumed_merged", 422,
        _("There are merged cells ({number}): what stands in one holds for all of them."),
        _("Look at those rows. If a cell belongs to one row alone, part it."),
    )  # fmt: skip
    doubtful_tag = Problem(
        "foreign.doubtful_tag", 422, _("“{column}” has the tag {tag}, and the words above it say something else."),
        _("The words were followed. If the tag is right, say so in the mapping."),
    )  # fmt: skip
    left_out = Problem(
        "foreign.left_out",
        422,
        _("Rows that the mapping leaves out: {number}."),
        _("See leave_out in the mapping."),
    )
    day_outside = Problem(
        "foreign.day_outside", 422, _("{value} lies outside the campaign ({since} to {until})."),
        _("Mend the day, or bring the row into the campaign in which it was."),
    )  # fmt: skip
    no_header = Problem(
        "foreign.no_header",
        422,
        _("No row names the columns."),
        _("Write a row with their names above the data."),
    )
    column_missing = Problem(
        "foreign.column_missing", 422, _("The sheet has no column “{value}”."),
        _("Mend the column's name in the mapping, or in the sheet."),
    )  # fmt: skip
    no_day = Problem(
        "foreign.no_day", 422, _("The row has no date."),
        _("Write one, or say once for the whole sheet which day it is: “date” among the constants of the mapping."),
    )  # fmt: skip
    no_year = Problem(
        "foreign.no_year", 422, _("“{value}” has no year."),
        _("Say once for the whole sheet which year it is: “year” among the constants of the mapping."),
    )  # fmt: skip
    wrong_day = Problem(
        "foreign.wrong_day",
        422,
        _("“{value}” is no day and no month."),
        _("Write it as 2018-11-05 or as November 2018."),
    )
    day_or_month = Problem(
        "foreign.day_or_month", 422, _("“{value}” can be two days."),
        _("Say in the mapping which comes first: day_order = “day first” or “month first” among the constants."),
    )  # fmt: skip
    unknown_organisation = Problem(
        "foreign.unknown_organisation", 422, _("No organisation of the campaign is called “{value}”."),
        _("Write its name as the campaign has it, or say in the mapping whom the sheet means."),
    )  # fmt: skip
    no_organisation = Problem(
        "foreign.no_organisation",
        422,
        _("The row does not say whose it is."),
        _("Write the organisation's name into it."),
    )
    not_yours = Problem(
        "foreign.not_yours", 422, _("You cannot bring in rows of “{value}”."),
        _("Take its rows out, or let its coordinator or the secretariat bring them in."),
    )  # fmt: skip
    unknown_pcode = Problem(
        "foreign.unknown_pcode", 422, _("The campaign has no place with the P-code {value}."),
        _("Look at the code: a letter O for a nought, a missing nought in front?"),
    )  # fmt: skip
    unknown_place = Problem(
        "foreign.unknown_place", 422, _("The campaign has no place “{value}”."),
        _("Write its name as the campaign has it, with what it lies in, or its P-code."),
    )  # fmt: skip
    several_places = Problem(
        "foreign.several_places", 422, _("“{value}” can be several places: {choices}."),
        _("Say in which region and district it lies, or write its P-code."),
    )  # fmt: skip
    no_place = Problem(
        "foreign.no_place", 422, _("The row does not say where it was."), _("Write the region at least.")
    )
    mapping_toml = Problem(
        "foreign.mapping_toml",
        422,
        _("{file} is not TOML: {why}."),
        _("Look at that line: a quotation mark, a bracket?"),
    )
    mapping_key = Problem(
        "foreign.mapping_key", 422, _("“{value}” is nothing that a mapping knows."), _("It knows: {known}.")
    )
    mapping_value = Problem(
        "foreign.mapping_value",
        422,
        _("{column} cannot be “{value}”."),
        _("See docs/how-to/foreign-sheets.md."),
    )
    mapping_name = Problem(
        "foreign.mapping_name", 422, _("“{value}” is no name for a mapping."),
        _("Small letters, digits and -, as ocha-3w; the file has the same name."),
    )  # fmt: skip
    mapping_lacks = Problem(
        "foreign.mapping_lacks", 422, _("The mapping does not say which column is “{field}”, and nothing constant."),
        _("Write it under [columns] or [constants]."),
    )  # fmt: skip
    rows_are = Problem(
        "foreign.rows_are", 422, _("Rows cannot be “{value}”."), _("Write rows_are = “plans” or “reports”.")
    )
