"""What can go wrong with the journal and its figures."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jarchy.foundation.problems import Problem


class Problems:
    posted_twice = Problem(
        "ledger.posted_twice",
        409,
        _("Posting {number} of {source} {source_id} stands in the journal already."),
        _("A correction takes the old posting back and has a number of its own."),
    )
    nothing_to_reverse = Problem(
        "ledger.nothing_to_reverse",
        409,
        _("Posting {number} of {source} {source_id} does not stand in the journal."),
        _("It was taken back before, or never posted. Look at the journal of this report first."),
    )
    entry_at_fault = Problem(
        "ledger.entry_at_fault",
        422,
        _("Posting {number} of {source} {source_id} cannot be posted: {why}."),
        _("Nothing was posted. Mend what is wrong and post again."),
    )
    unknown_place = Problem(
        "ledger.unknown_place",
        422,
        _("{pcode} is not a place with an oblast and a rayon or town in the register."),
        _("Name the rayon, the town or the village; load the territory if it is missing."),
    )
    unknown_organisation = Problem(
        "ledger.unknown_organisation",
        422,
        _("There is no organisation “{organisation}”."),
        _("Add it to organisations.csv and load the folder."),
    )
    no_indicator = Problem(
        "ledger.no_indicator",
        404,
        _("The campaign {edition} has no indicator “{indicator}”."),
        _("These are defined: {choices}"),
    )
    unknown_place_asked = Problem(
        "ledger.unknown_place_asked",
        404,
        _("There is no place {pcode}."),
        _("Find it by name: jarchy places find"),
    )
    not_published = Problem(
        "ledger.not_published",
        404,
        _("Position {position} was never published."),
        _("The public looks back to the position of a midnight or of a publication; the last one is {last}."),
    )
    no_position = Problem(
        "ledger.no_position",
        404,
        _("The journal has no position {position}; it ends at {last}."),
        _("Ask for a position from 0 to {last}."),
    )
    days_turned = Problem(
        "ledger.days_turned",
        422,
        _("{until} lies before {since}."),
        _("Exchange the two days."),
    )
    moved_on = Problem(
        "ledger.moved_on",
        409,
        _("{edition} became final while this was being done: nothing was posted."),
        _("What is final is corrected by two people, with a reason: ask for a correction of the report."),
    )
    no_journal_file = Problem(
        "ledger.no_journal_file",
        404,
        _("The journal {file} cannot be read ({why})."),
        _("Name the journal.jsonl of a frozen campaign's archive."),
    )
    append_only = Problem(
        "ledger.append_only",
        409,
        _("The journal is append-only: this database is not emptied."),
        _("Only a test's own database is. Use another database, or another JARCHY_HOME."),
    )


# Why an entry cannot be posted, by rules.fault_of.
WHY = {
    "no_lines": _("it has no lines"),
    "negative": _("a number is negative"),
    "columns": _("a line has columns of another breakdown, or lacks its own"),
    "openness": _("its lines are open and closed at once"),
    "twice": _("two lines of one organisation say the same"),
}
