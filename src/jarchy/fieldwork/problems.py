"""What can go wrong in the field's office."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jarchy.foundation.problems import Problem

# Why a verb is refused: the code of rules.refusal in words.
WHY = {
    "state": _("it stands elsewhere by now"),
    "not_coordinator": _("only a coordinator of its organisation or region forwards it"),
    "not_reviewer": _("only a reviewer of its place does that"),
    "own_organisation": _("nobody decides about a report of the own organisation"),
    "own_report": _("you sent it yourself; somebody else confirms it"),
    "own_confirmation": _("you confirmed it yourself; somebody else looks again"),
    "not_drawn": _("it is not among those drawn for a second look"),
    "looked_at": _("somebody has looked at it already"),
    "not_asked": _("nobody asks to look at it again"),
    "not_forwarded": _("its coordinator has five days to forward it first"),
    "not_now": _("the campaign has moved on: this is no longer done"),
    "not_secretariat": _("only the Secretariat asks for that"),
    "asked_yourself": _("you asked for it yourself; somebody else agrees"),
    "incomplete": _("its day, place, kind or number is missing"),
}


# Why a call to check is not this person's: the code of rules.call_refusal in words.
WHY_NO_CALL = {
    "not_checker": _("only those who check, and the Secretariat, make these calls"),
    "own_organisation": _("nobody checks a report of the own organisation"),
    "own_report": _("you sent the report yourself; somebody else checks it"),
    "taken": _("somebody else has it, or it was made already"),
}


class CheckFindings:
    """What is said of [checks] in campaign.toml beside what was drawn; filled as charter's findings are."""

    stands = Problem(
        "fieldwork.rule_stands", 422,
        _("Calls were drawn already with {name} = {kept}; the campaign file now says {value}."),
        _("Write {kept} again. The rule of calls to check stands from the first draw on; only phone_days may change."),
    )  # fmt: skip


class Problems:
    no_concern = Problem(
        "fieldwork.no_concern", 404, _("Nothing of the kind waits for you here."),
        _("Look at your list once more."),
    )  # fmt: skip
    no_small_form = Problem(
        "fieldwork.no_small_form", 404, _("There is no such entry here."),
        _("Look at the list again: it may belong to somebody else."),
    )  # fmt: skip
    word_missing = Problem(
        "fieldwork.word_missing", 422, _("Nothing is said to whoever sent it."),
        _("Write in a few words what is to be completed, or why it is cancelled."),
    )  # fmt: skip
    other_answers_wait = Problem(
        "fieldwork.other_answers_wait", 409, _("The same entry came again with other answers."),
        _("Look at both. Confirm the one that stands, or send it back so that the sender corrects it."),
    )  # fmt: skip
    week_counted = Problem(
        "fieldwork.week_counted", 409,
        _("Another entry of helpline {helpline} counts for this week already, or for this month's topics."),
        _("Send one of the two back, or cancel it."),
    )  # fmt: skip
    no_report = Problem(
        "fieldwork.no_report", 404, _("There is no such report here."),
        _("Look at the list again: it may belong to another organisation or place."),
    )  # fmt: skip
    no_card = Problem(
        "fieldwork.no_card", 404, _("There is no picture of this report to send."),
        _("An open activity has one from the day after it was confirmed; a closed one has none."),
    )  # fmt: skip
    no_pictures = Problem(
        "fieldwork.no_pictures", 409, _("No photos can be added to this report any more."),
        _("It was cancelled, or the campaign's pictures are deleted already."),
    )  # fmt: skip
    no_link = Problem(
        "fieldwork.no_link",
        404,
        _("This link does not open, or no longer."),
        _("Ask whoever sent it for a new one."),
    )
    picture_missing = Problem("fieldwork.picture_missing", 422, _("No photo was chosen."), _("Choose one."))
    picture_of_children = Problem(
        "fieldwork.picture_of_children", 422, _("Nobody under 18 may be recognised in a photo, and adults must agree."),
        _("Leave this photo out, and take one from behind."),
    )  # fmt: skip
    too_many_pictures = Problem(
        "fieldwork.too_many_pictures",
        422,
        _("A report has {most} photos at most."),
        _("Choose the ones that matter."),
    )
    no_activity = Problem(
        "fieldwork.no_activity", 404, _("There is no such activity here."), _("Look at the plan again.")
    )
    no_campaign_row = Problem(
        "fieldwork.no_campaign_row",
        404,
        _("The campaign file has no such row."),
        _("Look at the campaign file again."),
    )
    not_possible = Problem(
        "fieldwork.not_possible", 409, _("This cannot be done to the report now: {why}."),
        _("Open the report to see where it stands and who may act."),
    )  # fmt: skip
    reason_missing = Problem(
        "fieldwork.reason_missing",
        422,
        _("“{reason}” is no reason of this list."),
        _("Choose one of: {choices}."),
    )
    no_earlier = Problem(
        "fieldwork.no_earlier", 409, _("This report corrects none that came before."),
        _("Look at both once more: one of them may have been decided on, or corrected already."),
    )  # fmt: skip
    not_same = Problem(
        "fieldwork.not_same", 409, _("These two reports cannot be of one activity: {why}."),
        _("Join reports of the same edition that are not cancelled."),
    )  # fmt: skip
    stays_closed = Problem(
        "fieldwork.stays_closed", 409, _("The activity was counted as closed once, and stays so."),
        _("Leave it closed: its number is public together with others, and opening it would give those away."),
    )  # fmt: skip
    wrong_plan = Problem(
        "fieldwork.wrong_plan",
        422,
        _("The activity cannot be planned so: {why}."),
        _("Correct it and save again."),
    )
    reported_already = Problem(
        "fieldwork.reported_already", 409, _("A report of this activity has been received."),
        _("Change the report instead: open it and send it again."),
    )  # fmt: skip
    text_missing = Problem(
        "fieldwork.text_missing", 422, _("A word is needed here."),
        _("Write in one sentence what the reviewers should know."),
    )  # fmt: skip
    text_too_long = Problem(
        "fieldwork.text_too_long", 422, _("The text has more than {most} letters and signs."),
        _("Say it more shortly."),
    )  # fmt: skip
    text_has_secrets = Problem(
        "fieldwork.text_has_secrets", 422,
        _("The text has a telephone, an e-mail address or an identity number in it."),
        _("Take it out: what was said is enough, by whom it was said stays with you."),
    )  # fmt: skip
    no_note = Problem("fieldwork.no_note", 404, _("There is no such note here."), _("Open the report again."))
    no_call = Problem(
        "fieldwork.no_call", 404, _("There is no such call to check here."),
        _("Look at the list of calls again: somebody else may have taken it."),
    )  # fmt: skip
    not_your_call = Problem(
        "fieldwork.not_your_call", 409, _("You cannot make this call: {why}."),
        _("Choose another one from the list of calls."),
    )  # fmt: skip
    edition_closed = Problem(
        "fieldwork.edition_closed", 409, _("The campaign has moved on: this is no longer done to a report."),
        _("Write to the Secretariat: what is final is corrected by two people, and listed as a correction."),
    )  # fmt: skip
    no_correction = Problem(
        "fieldwork.no_correction", 404, _("There is no such correction here."),
        _("Look at the report again: it may have been decided."),
    )  # fmt: skip
    correction_asked = Problem(
        "fieldwork.correction_asked", 409, _("Another correction of this report waits for a second person."),
        _("Let it be agreed to or refused first."),
    )  # fmt: skip
    correction_why = Problem(
        "fieldwork.correction_why", 422,
        _("A correction says why, and without telephones, numbers of papers or e-mail."),
        _("Write one sentence that may be read in public."),
    )  # fmt: skip
    no_organisation = Problem(
        "fieldwork.no_organisation", 404, _("You plan for no organisation “{organisation}” here."),
        _("Choose one of those for which you plan."),
    )  # fmt: skip
    sheets_at_fault = Problem(
        "fieldwork.sheets_at_fault", 422, _("Nothing was planned. Faults: {errors}."),
        _("Mend them in the sheets and bring all of them in again."),
    )  # fmt: skip
    file_unreadable = Problem(
        "fieldwork.file_unreadable", 422, _("{file} cannot be read."),
        _("Look whether it is there, and the rights to it."),
    )  # fmt: skip


class SheetFindings:
    """What is said of a plan that came as a sheet, row by row; filled as charter's findings are."""

    of_nobody = Problem(
        "fieldwork.plan_sheet_of_nobody", 422, _("The file does not say whose plan it is."),
        _("Copy its rows into the organisation's own blank: whose it is stands in a hidden sheet of the blank."),
    )  # fmt: skip
    of_another = Problem(
        "fieldwork.plan_sheet_of_another", 422, _("This blank was made for another campaign: {value}."),
        _("Copy its rows into a blank of {edition}."),
    )  # fmt: skip
    not_yours = Problem(
        "fieldwork.plan_sheet_not_yours", 422, _("This is the plan of {value}, for which you do not plan."),
        _("Let its own coordinator or the Secretariat bring it in."),
    )  # fmt: skip
    number_missing = Problem(
        "fieldwork.plan_number_missing", 422, _("The row has no number."),
        _("Move it into an unused row of the blank, or copy a number from a new blank."),
    )  # fmt: skip
    wrong_number = Problem(
        "fieldwork.wrong_plan_number", 422, _("“{value}” is no number of a blank."),
        _("Copy an unused number from the blank."),
    )  # fmt: skip
    number_twice = Problem(
        "fieldwork.plan_number_twice", 422, _("This number stands in row {first} of {other} already."),
        _("Give another activity an unused number of the blank; of the same one, take one of the two rows out."),
    )  # fmt: skip
    number_of_others = Problem(
        "fieldwork.plan_number_of_others", 422,
        _("This number belongs to an activity of another organisation or campaign."),
        _("Give the row an unused number of the organisation's own blank."),
    )  # fmt: skip
    day_outside = Problem(
        "fieldwork.plan_day_outside", 422, _("{value} lies outside the campaign ({since} to {until})."),
        _("Choose a day of the campaign."),
    )  # fmt: skip
    unknown_line = Problem(
        "fieldwork.unknown_line", 422, _("“{value}” is not in the list of this column."),
        _("Choose from the list that opens in the cell."),
    )  # fmt: skip
    several_lines = Problem(
        "fieldwork.several_lines",
        422,
        _("“{value}” can mean several: {choices}."),
        _("Write the one that is meant."),
    )
    several_places = Problem(
        "fieldwork.several_places", 422, _("Several places are called “{value}”."),
        _("Choose from the list, where each has its P-code."),
    )  # fmt: skip
    village_elsewhere = Problem(
        "fieldwork.village_elsewhere", 422, _("“{value}” does not lie in this rayon."),
        _("Choose the rayon first, then one of its villages."),
    )  # fmt: skip
    not_your_place = Problem(
        "fieldwork.plan_not_yours", 422, _("You do not plan for this place."),
        _("Choose a place in your region, or let the organisation's own coordinator plan it."),
    )  # fmt: skip
    cohost_is_host = Problem(
        "fieldwork.cohost_is_host", 422, _("It is held with its own organisation."),
        _("Name only the others here, and take this organisation out of the cell."),
    )  # fmt: skip
    reported = Problem(
        "fieldwork.plan_reported", 422, _("A report of this activity has been received: its plan stands."),
        _("Change the report instead, and take the row out here or let it say what it said before."),
    )  # fmt: skip
    called_off = Problem(
        "fieldwork.plan_called_off", 422, _("This activity was called off."),
        _("Open it in the plan and plan it again, then change it; or take the row out here."),
    )  # fmt: skip
    taken_out = Problem(
        "fieldwork.plan_taken_out", 422, _("This activity was taken out of the campaign's folder."),
        _("Give the row an unused number of the blank, if it is planned after all."),
    )  # fmt: skip
