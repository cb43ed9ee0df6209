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
    "not_forwarded": _("its coordinator has five days to forward it first"),
    "incomplete": _("its day, place, kind or number is missing"),
}


class Problems:
    no_report = Problem(
        "fieldwork.no_report", 404, _("There is no such report here."),
        _("Look at the list again: it may belong to another organisation or place."),
    )  # fmt: skip
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
    edition_closed = Problem(
        "fieldwork.edition_closed", 409, _("This edition is final: its figures are pinned."),
        _("Write to the Secretariat: corrections after the end are kept in a list of their own."),
    )  # fmt: skip
