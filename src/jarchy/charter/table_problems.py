"""What can be wrong with any table of a campaign's folder, in words.

A sentence is filled with the finding's params and with its file, row, column and value.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jarchy.foundation.problems import Problem


class TableFindings:
    """What formats.tables finds, code by code."""

    file_missing = Problem(
        "table.file_missing",
        422,
        _("{file} is missing."),
        _("Put it into the folder. A table needs its header line even where it has no rows."),
    )
    empty = Problem("table.empty", 422, _("{file} is empty."), _("Write at least the header line."))
    no_rows = Problem(
        "table.no_rows",
        422,
        _("{file} has a header line alone, and other files name rows of it."),
        _("Fill the table in, or take it again from where it came from."),
    )
    encoding = Problem(
        "table.encoding",
        422,
        _("{file} is not UTF-8: it looks like {found}."),
        _("Save it again as “CSV UTF-8”."),
    )
    nul_bytes = Problem(
        "table.nul_bytes",
        422,
        _("There are zero bytes in the file: it was damaged on its way."),
        _("Take it again from where it came from, saved as “CSV UTF-8”."),
    )
    separator = Problem(
        "table.separator",
        422,
        _("The columns are parted by “{found}”, not by a comma."),
        _("Save it again with commas between the columns."),
    )
    not_a_workbook = Problem(
        "table.not_a_workbook",
        422,
        _("{file} cannot be read as a workbook."),
        _("Open it in a spreadsheet program and save it as .xlsx, without a password."),
    )
    too_large = Problem(
        "table.too_large", 422, _("{file} is larger than {most} MB."), _("Part it into several files.")
    )
    too_many_rows = Problem(
        "table.too_many_rows",
        422,
        _("{file} has more than {most} rows."),
        _("Part it into several files."),
    )
    no_header = Problem(
        "table.no_header",
        422,
        _("No row of {file} names the columns."),
        _("Keep the third row of the blank with the names in it, as {column}. Copy it from a new blank."),
    )
    stray = Problem(
        "table.stray",
        422,
        _("“{value}” stands in a column without a name."),
        _("Move it under a name, or take it out."),
    )
    broken_quotes = Problem(
        "table.broken_quotes",
        422,
        _("A quotation mark is missing or stands where it may not ({why}). What follows could not be read."),
        _("Look for a quotation mark without its second one in this row or above."),
    )
    column_missing = Problem(
        "table.column_missing",
        422,
        _("The column {column} is missing."),
        _("Add the column to the header line and fill it."),
    )
    column_unknown = Problem(
        "table.column_unknown",
        422,
        _("No column is called “{value}”."),
        _("Mend its name in the header line, or take the column out."),
    )
    column_twice = Problem(
        "table.column_twice", 422, _("The column {column} stands there twice."), _("Take one of the two out.")
    )
    row_too_long = Problem(
        "table.row_too_long",
        422,
        _("The row has {cells} cells, the header {columns}."),
        _("A text with a comma in it must stand in quotation marks."),
    )
    row_too_short = Problem(
        "table.row_too_short",
        422,
        _("The row has {cells} cells, the header {columns}: the last ones count as empty."),
        _("Complete the row."),
    )
    required = Problem("table.required", 422, _("{column} is empty."), _("Fill the cell in."))
    text_missing = Problem(
        "table.text_missing",
        422,
        _("The text is missing in the language “{language}”."),
        _("Write it in every language of the campaign."),
    )
    duplicate_id = Problem(
        "table.duplicate_id",
        422,
        _("“{value}” stands in row {first} already."),
        _("Give the later row an id of its own, or take it out."),
    )
    mangled_number = Problem(
        "table.mangled_number",
        422,
        _("A spreadsheet has spoilt this number: {value}."),
        _("Write all its digits, and give the column the format Text first."),
    )
    number_as_text = Problem(
        "table.number_as_text",
        422,
        _("The number {value} is stored as text."),
        _("Take the quotation mark away."),
    )
    number_grouped = Problem(
        "table.number_grouped",
        422,
        _("The number {value} has signs between its digits."),
        _("Write the digits alone."),
    )
    decimal_comma = Problem(
        "table.decimal_comma",
        422,
        _("The number {value} has a comma where a point belongs."),
        _("Write a point, or, if the comma parts thousands, no sign at all."),
    )
    wrong_integer = Problem(
        "table.wrong_integer", 422, _("“{value}” is no whole number."), _("Write digits alone.")
    )
    wrong_decimal = Problem(
        "table.wrong_decimal",
        422,
        _("“{value}” is no number."),
        _("Write digits, with a point before the fraction."),
    )
    number_out_of_range = Problem(
        "table.number_out_of_range",
        422,
        _("{value} does not lie between {least} and {most}."),
        _("Mend the number."),
    )
    number_too_fine = Problem(
        "table.number_too_fine",
        422,
        _("{value} has too many digits behind the point."),
        _("Round it. Digits kept behind the point: {places}."),
    )
    wrong_boolean = Problem(
        "table.wrong_boolean", 422, _("“{value}” is neither yes nor no."), _("Write yes or no.")
    )
    wrong_date = Problem(
        "table.wrong_date",
        422,
        _("“{value}” is not written as a day."),
        _("Write year, month and day: 2018-11-05."),
    )
    no_such_day = Problem(
        "table.no_such_day",
        422,
        _("There is no day {value}."),
        _("Look it up in a calendar and write year, month and day."),
    )
    wrong_slug = Problem(
        "table.wrong_slug",
        422,
        _("“{value}” has signs that a short name may not have."),
        _("Use Latin letters, digits, hyphen and underscore, no spaces."),
    )
    wrong_place = Problem(
        "table.wrong_place",
        422,
        _("“{value}” is no P-code."),
        _("A P-code looks like KG02000000000; jarchy places find NAME tells the right one."),
    )
    wrong_phone = Problem(
        "table.wrong_phone",
        422,
        _("“{value}” is no telephone number."),
        _("Write digits, with spaces or hyphens between them."),
    )
    wrong_url = Problem(
        "table.wrong_url",
        422,
        _("“{value}” is no web address."),
        _("Write it whole, beginning with https://"),
    )
    wrong_letter = Problem(
        "table.wrong_letter",
        422,
        _("A letter of another language stands for the Kyrgyz ң: “{value}”."),
        _("Type ң (U+04A3); the letter that stands there is U+04CA."),
    )
    hidden_sign = Problem(
        "table.hidden_sign",
        422,
        _("There is a sign in the text that nobody sees: “{value}”."),
        _("Type the text anew."),
    )
    too_long = Problem(
        "table.too_long",
        422,
        _("The text is too long: “{value}”."),
        _("Shorten it. Signs at most: {longest}."),
    )
    unknown_choice = Problem(
        "table.unknown_choice", 422, _("“{value}” is none of: {choices}."), _("Write one of them.")
    )
    formula = Problem(
        "table.formula",
        422,
        _("The cell begins with =, as a formula does: {value}"),
        _("Write its value as text if no formula is meant."),
    )
