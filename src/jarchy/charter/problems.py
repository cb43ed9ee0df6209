"""What can go wrong with a campaign: when it is loaded, saved, forked, moved on, and in its folder's files.

The sentence of a finding is filled with its params and with its file, row, column and value.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jarchy.foundation.problems import Problem


class Problems:
    no_edition = Problem(
        "charter.no_edition",
        404,
        _("There is no campaign “{edition}” here."),
        _("Load its folder first: jarchy charter load campaigns/{edition}"),
    )
    no_current_edition = Problem(
        "charter.no_current_edition",
        503,
        _("No campaign is loaded yet."),
        _("Load one: jarchy charter load campaigns/kg-2018"),
    )
    folder_at_fault = Problem(
        "charter.folder_at_fault",
        422,
        _("{folder} was not loaded. Faults: {errors}."),
        _("See them all with jarchy charter check {folder}, mend them, load again."),
    )
    folder_older = Problem(
        "charter.folder_older",
        409,
        _(
            "The folder is older than what was changed on the pages."
            " On the pages | in the folder:\n{differences}"
        ),
        _("Bring the changes into the folder with jarchy charter save {edition}, then load it."),
    )
    changed_meanwhile = Problem(
        "charter.changed_meanwhile",
        409,
        _("The folder or the campaign changed while you were reading what would happen."),
        _("Look again, then agree again."),
    )
    not_an_example = Problem(
        "charter.not_an_example",
        409,
        _("{edition} is live: its day is the clock's."),
        _("Only an example has a day of its own to move."),
    )
    day_goes_back = Problem(
        "charter.day_goes_back",
        409,
        _("{edition} stands on {today}; {day} lies before it."),
        _("A day that has passed cannot come again: take a later one."),
    )
    no_such_row = Problem(
        "charter.no_such_row",
        404,
        _("{file} has no row “{id}” with a column “{column}”."),
        _("Look into the table which rows and columns there are."),
    )
    cannot_be_so = Problem(
        "charter.cannot_be_so",
        422,
        _("With this change the campaign would be at fault: {faults}"),
        _("Change it so that the sentence above is no longer true."),
    )
    folder_there = Problem(
        "charter.folder_there",
        409,
        _("{folder} is there already and is not empty."),
        _("Name another folder with --into, or another slug."),
    )
    wrong_slug = Problem(
        "charter.wrong_slug",
        422,
        _("“{slug}” cannot be the short name of a campaign."),
        _("Use small letters, digits and hyphens, as kg-2020."),
    )
    slug_taken = Problem(
        "charter.slug_taken",
        409,
        _("There is a campaign “{slug}” already."),
        _("Give the new one a short name of its own, as kg-2020."),
    )
    wrong_day = Problem(
        "charter.wrong_day", 422, _("“{day}” is no day."), _("Write year, month and day: 2018-11-05.")
    )
    not_allowed = Problem(
        "charter.not_allowed",
        403,
        _("This may only be done by the secretariat of the campaign."),
        _("Ask the secretariat to do it."),
    )
    not_the_next_state = Problem(
        "charter.not_the_next_state",
        409,
        _("{edition} stands at “{state}”: “{to}” is not its next step."),
        _("A campaign moves one step at a time and never back. Its next step: {next}."),
    )
    too_early = Problem(
        "charter.too_early",
        409,
        _("“{to}” is due on {day}."),
        _("Wait for the day, or say that it shall be earlier, and why."),
    )
    type_its_name = Problem(
        "charter.type_its_name",
        422,
        _("People's data would be deleted for good, and the short name was not typed."),
        _("Make a backup if you want one, then type {edition}."),
    )
    not_in_this_state = Problem(
        "charter.not_in_this_state",
        409,
        _("{edition} stands at “{state}”: this is no longer done there, or not yet."),
        _("Look at the page “The campaign's life” what may be done now."),
    )
    pinned = Problem(
        "charter.pinned",
        409,
        _("{edition} is final: its figures are pinned."),
        _("Load the folder into an installation of its own to begin it again."),
    )
    pinned_rows = Problem(
        "charter.pinned_rows",
        409,
        _(
            "{edition} is final: its figures rest on targets, indicators and days that this would change:\n{rows}"
        ),
        _("Leave these rows as they are; carry what is new into the next campaign's folder."),
    )
    no_source = Problem(
        "charter.no_source",
        404,
        _("There is no folder and no loaded campaign “{source}”."),
        _("Name the folder of a campaign, or the short name of one that is loaded."),
    )


class Findings:
    """Of campaign.toml, of the tables together, of forms beside the tables."""

    checks_without_seed = Problem(
        "charter.checks_without_seed", 422, _("Calls to check have no seed yet: none is drawn."),
        _("Before the launch: jarchy fieldwork checks seed, and write what it prints into seed_sha256."),
    )  # fmt: skip

    no_folder = Problem(
        "charter.no_folder",
        422,
        _("{file} is no folder that can be read."),
        _("Name the folder in which campaign.toml lies."),
    )
    file_unreadable = Problem(
        "charter.file_unreadable",
        422,
        _("{file} cannot be read."),
        _("Look at the rights to the file and at the disk."),
    )
    file_too_large = Problem(
        "charter.file_too_large",
        422,
        _("{file} is too large: more than 20 MB."),
        _("No table or map of a campaign is so large. Take it again from where it came from."),
    )
    toml = Problem(
        "charter.toml",
        422,
        _("campaign.toml cannot be read: {why}."),
        _("Mend the line: texts stand in quotation marks, days as 2018-09-10, each key once."),
    )
    toml_missing = Problem(
        "charter.toml_missing",
        422,
        _("{column} is missing."),
        _("Write it into campaign.toml; docs/reference says what it may be."),
    )
    toml_wrong = Problem(
        "charter.toml_wrong",
        422,
        _("{column} cannot be “{value}”."),
        _("See docs/reference for what it may be."),
    )
    toml_out_of_range = Problem(
        "charter.toml_out_of_range",
        422,
        _("{column} cannot be “{value}”."),
        _("Write a whole number from {least} to {most}, or take the line out: then the usual value holds."),
    )
    toml_not_a_day = Problem(
        "charter.toml_not_a_day",
        422,
        _("{column} is not written as a day: {value}"),
        _("Write it without quotation marks: {column} = 2018-09-10"),
    )
    toml_unknown_key = Problem(
        "charter.toml_unknown_key",
        422,
        _("Nothing is called “{value}” in campaign.toml."),
        _("Mend the name or take the line out."),
    )
    toml_time_zone = Problem(
        "charter.toml_time_zone",
        422,
        _("There is no time zone “{value}”."),
        _("Write one of the IANA time zones, as Asia/Bishkek."),
    )
    days_out_of_order = Problem(
        "charter.days_out_of_order",
        422,
        _("{column} ({value}) lies before {earlier} ({day})."),
        _("Put the days in order: prepares_from, starts, ends, reports_until, final_on, delete_people_on."),
    )
    age_bands = Problem(
        "charter.age_bands",
        422,
        _("The age bands leave a gap, overlap, or do not reach from 0 to the oldest (band “{value}”)."),
        _(
            "Let each begin one year after the one before ends;"
            " the first with from = 0, the last without “to”."
        ),
    )
    unknown_place = Problem(
        "charter.unknown_place",
        422,
        _("No place has the P-code {value}."),
        _("Look it up: jarchy places find NAME"),
    )
    place_outside = Problem(
        "charter.place_outside",
        422,
        _("The place {value} lies outside the campaign's country ({country})."),
        _("Name a place of territory.csv or settlements.csv, or leave the cell empty for the whole country."),
    )
    unknown_organisation = Problem(
        "charter.unknown_organisation",
        422,
        _("No organisation has the id “{value}”."),
        _("Write an id of {list}, or add the organisation there."),
    )
    cannot_approve = Problem(
        "charter.cannot_approve",
        422,
        _("“{value}” has no say over the campaign's words: it neither leads it nor is an authority in it."),
        _("Name a body of organisations.csv with the role “lead” or “authority”, or change its role there."),
    )
    unknown_topic = Problem(
        "charter.unknown_topic",
        422,
        _("No topic has the id “{value}”."),
        _("Write an id of {list}, or add the topic there."),
    )
    unknown_venue = Problem(
        "charter.unknown_venue",
        422,
        _("No kind of venue has the id “{value}”."),
        _("Write an id of {list}, or add it there."),
    )
    unknown_kind = Problem(
        "charter.unknown_kind",
        422,
        _("No kind of activity has the id “{value}”."),
        _("Write an id of {list}, or add it there."),
    )
    unknown_audience = Problem(
        "charter.unknown_audience",
        422,
        _("No audience has the id “{value}”."),
        _("Write an id of {list}, or add it there."),
    )
    unknown_indicator = Problem(
        "charter.unknown_indicator",
        422,
        _("No indicator has the id “{value}”."),
        _("Write an id of {list}, or add the indicator there."),
    )
    unknown_total = Problem(
        "charter.unknown_total",
        422,
        _("The row “{value}”, of which this would be a part, is not there."),
        _("Write the id of another row of this table."),
    )
    unknown_fact = Problem(
        "charter.unknown_fact",
        422,
        _("The fact “{value}” is not there."),
        _("Write the id of another row of facts.csv."),
    )
    outside_period = Problem(
        "charter.outside_period",
        422,
        _("{value} lies outside {since} to {until}."),
        _("Move it into the period, or change the period in campaign.toml."),
    )
    ends_before_starts = Problem(
        "charter.ends_before_starts",
        422,
        _("It ends on {value}, before it starts on {starts}."),
        _("Exchange the two days, or mend one."),
    )
    range_turned = Problem(
        "charter.range_turned",
        422,
        _("The usual range ends at {value} but starts at {low}."),
        _("Exchange the two numbers, or mend one."),
    )
    parts_exceed_total = Problem(
        "charter.parts_exceed_total",
        422,
        _("The parts (rows {rows}) add up to {parts}, more than the total of {value}."),
        _("Lower the parts or raise the total; if they overlap, they are not parts."),
    )
    target_twice = Problem(
        "charter.target_twice",
        422,
        _("“{value}” has the same target in row {first}."),
        _("Keep one of the two."),
    )
    indicator_twice = Problem(
        "charter.indicator_twice",
        422,
        _("{value} is defined in row {first} already, under the same version."),
        _("Give it a number or a version of its own."),
    )
    definition_changed = Problem(
        "charter.definition_changed",
        422,
        _("Version {version} of this indicator is in use with another definition ({column})."),
        _("Raise its version by one; figures of the old one keep the old definition."),
    )
    part_unreadable = Problem(
        "charter.part_unreadable",
        422,
        _("“{value}” does not say what the numerator keeps."),
        _("Write pairs, as breakdown=sex sex=female"),
    )
    measure_missing = Problem(
        "charter.measure_missing",
        422,
        _("An indicator that is computed ({computed}) names no measure."),
        _("Write the ledger's measure, or write “later” under computed."),
    )
    helpline_overdue = Problem(
        "charter.helpline_overdue",
        422,
        _("The number {number} was to be checked again by {due}: {days} days ago."),
        _("Ring it, or find a newer source, and write the day into checked_on or source_date."),
    )
    note_untranslated = Problem(
        "charter.note_untranslated",
        422,
        _("The note is not there in {language}: another language is shown."),
        _("Write it into {column}."),
    )
    note_place_too_small = Problem(
        "charter.note_place_too_small",
        422,
        _("No figure of {value} is public, so no note can stand beside one."),
        _("Name its rayon, its oblast, or leave the place empty for the whole country."),
    )
    note_has_secrets = Problem(
        "charter.note_has_secrets",
        422,
        _("The note has a telephone, an e-mail address or an identity number in it, and it is public."),
        _("Take it out. Helplines of this campaign may stand there."),
    )
    somebodys_number = Problem(
        "charter.somebodys_number",
        422,
        _("“{value}” could be somebody's number, and the row says that it is made up."),
        _("Write one that begins with 0000, which nobody has; or “no” under illustrative, if it is real."),
    )
    made_up_number = Problem(
        "charter.made_up_number",
        422,
        _("A live campaign has a number that is made up: those in the field would call nobody."),
        _("Write the number of the person who answers, and “no” under illustrative."),
    )
    number_not_rung = Problem(
        "charter.number_not_rung",
        422,
        _("Nobody of the campaign has rung {number} yet: the pages do not show it."),
        _("Ring it, and write the day into checked_on and who rang into checked_by."),
    )
    nobody_everywhere = Problem(
        "charter.nobody_everywhere",
        422,
        _(
            "No safeguarding person answers for the whole country: some of those in the field have nobody to call."
        ),
        _("Add a row with an empty place."),
    )
    workbook_unreadable = Problem(
        "charter.workbook_unreadable",
        422,
        _("{file} cannot be opened as a workbook ({why})."),
        _("Save it again as .xlsx."),
    )
    sheet_unknown = Problem(
        "charter.sheet_unknown",
        422,
        _("No table is called “{value}”: this sheet is not read."),
        _("Mend its name, or take the sheet out."),
    )
    key_twice = Problem(
        "charter.key_twice",
        422,
        _("“{value}” stands in row {first} already, or as a group of keys."),
        _("Keep one of the two."),
    )
    choice_unknown = Problem(
        "charter.choice_unknown",
        422,
        _("The form offers “{value}” in its list {list}; {table} does not have it."),
        _("Add it to {table}, or take it out of the form: the tables are the master."),
    )
    choice_named_otherwise = Problem(
        "charter.choice_named_otherwise",
        422,
        _("The form says “{value}” where {table} says “{better}”."),
        _("Let both say the same: the tables are the master."),
    )
    choice_missing = Problem(
        "charter.choice_missing",
        422,
        _("“{value}” of {table} is not in the form's list {list}: nobody can report it."),
        _("Add it to the sheet “choices” of the form."),
    )
