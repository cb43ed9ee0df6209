"""What can go wrong at the door and among people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jarchy.foundation.problems import Problem

# Why a role cannot be given so: the code of rules.fault_of_grant in words.
GRANT_FAULTS = {
    "organisation": _("this role belongs to an organisation"),
    "no_organisation": _("this role belongs to no organisation"),
    "places": _("this role belongs to one place or more"),
    "no_places": _("this role belongs to no place"),
    "approves": _("only a leading body or an authority of the campaign approves"),
}


class Problems:
    sign_in_first = Problem(
        "people.sign_in_first", 401, _("You are not signed in."), _("Sign in and ask again.")
    )
    no_such_page = Problem(
        "people.no_such_page", 404, _("There is no such page for you here."),
        _("If it should be open to you, ask your coordinator or the Secretariat for the role."),
    )  # fmt: skip
    consent_missing = Problem(
        "people.consent_missing", 403, _("You are under 18: your guardian's consent is not recorded yet."),
        _("Give the signed paper to your coordinator. She records it, then everything is open to you."),
    )  # fmt: skip
    confirm_first = Problem(
        "people.confirm_first", 403, _("This page shows people: your password is asked again."),
        _("Give your password once more, then open the page again."),
    )  # fmt: skip
    locked_out = Problem(
        "people.locked_out", 429, _("Too many tries with a wrong password."),
        _("Wait 15 minutes. If you have forgotten the password, ask your coordinator for a sign-in card."),
    )  # fmt: skip
    too_many_tries = Problem(
        "people.too_many_tries", 429, _("Too many tries."), _("Wait some minutes, then try again.")
    )
    no_account = Problem(
        "people.no_account", 404, _("There is no account “{text}” here."),
        _("Give an e-mail address, a phone or an account number that somebody signs in with."),
    )  # fmt: skip
    no_membership = Problem(
        "people.no_membership", 404, _("There is no such person here."),
        _("Look at the list again: she may belong to another organisation."),
    )  # fmt: skip
    no_invitation = Problem(
        "people.no_invitation", 404, _("There is no such invitation here."), _("Look at the list again.")
    )
    invitation_over = Problem(
        "people.invitation_over", 410, _("This invitation is no longer open."),
        _("It has expired, has been used, or was taken back. Ask for a new one."),
    )  # fmt: skip
    card_over = Problem(
        "people.card_over", 410, _("This sign-in card no longer opens anything."),
        _("A card opens once, within 72 hours. Ask your coordinator for a new one."),
    )  # fmt: skip
    no_organisation = Problem(
        "people.no_organisation", 404, _("There is no organisation “{organisation}” in this campaign."),
        _("Write its id, as organisations.csv has it."),
    )  # fmt: skip
    not_allowed = Problem(
        "people.not_allowed", 403, _("Your role does not allow this."),
        _("Ask your coordinator, the Secretariat or an administrator to do it."),
    )  # fmt: skip
    not_your_card = Problem(
        "people.not_your_card", 403, _("You cannot print a card for this person."),
        _("A card opens all that its holder may do. Ask the Secretariat or an administrator to print it."),
    )  # fmt: skip
    wrong_grant = Problem(
        "people.wrong_grant", 422, _("The role cannot be given so: {why}."), _("Choose again and repeat.")
    )
    wrong_invitation = Problem(
        "people.wrong_invitation", 422,
        _("An invitation to this role can be used {most} times at most, for {days} days at most."),
        _("Choose fewer and repeat."),
    )  # fmt: skip
    no_sign_in_name = Problem(
        "people.no_sign_in_name", 422, _("“{text}” is neither an e-mail address nor a phone."),
        _("Write it as name@example.org or as 0555 123456."),
    )  # fmt: skip
    taken = Problem(
        "people.taken", 409, _("Somebody signs in with this e-mail address or phone already."),
        _("If that is you, sign in, then open the invitation's link again."),
    )  # fmt: skip
    wrong_consent = Problem(
        "people.wrong_consent", 422, _("The consent cannot be recorded so."),
        _("Give the day on the paper: not later than today, and only for somebody under 18."),
    )  # fmt: skip
    not_a_reviewer = Problem(
        "people.not_a_reviewer", 422, _("A queue goes from one reviewer of this campaign to another."),
        _("Choose two people who both review in it now."),
    )  # fmt: skip
    wrong_handover = Problem(
        "people.wrong_handover", 422, _("The queue cannot be handed over for these days."),
        _("Begin today or later, end on that day or after it, and choose {days} days at most."),
    )  # fmt: skip
    handed_over_already = Problem(
        "people.handed_over_already", 409, _("The queue is in another's hands on some of these days already."),
        _("End that first, or choose other days."),
    )  # fmt: skip
    no_handover = Problem(
        "people.no_handover",
        404,
        _("There is no such queue in another's hands here."),
        _("Look at the list again."),
    )
    no_approval = Problem(
        "people.no_approval", 404, _("There is nothing of this kind to approve here."),
        _("Look at the list again: it may be of another organisation."),
    )  # fmt: skip
    nobody_approves = Problem(
        "people.nobody_approves", 422, _("No organisation of this campaign approves it."),
        _("Name who does in campaign.toml under [approvals.{kind}], or give a body the role “lead”."),
    )  # fmt: skip
    not_waiting = Problem(
        "people.not_waiting", 409, _("This does not wait for an answer any more: {titles}."),
        _("Open the list again; it says what became of it."),
    )  # fmt: skip
    words_changed = Problem(
        "people.words_changed", 409, _("The text was changed after you were asked."),
        _("The Secretariat must ask again. What you read is no longer what would be used."),
    )  # fmt: skip
    reason_missing = Problem(
        "people.reason_missing",
        422,
        _("A reason is missing."),
        _("Say in a sentence why, so that it can be mended."),
    )
    letter_wrong = Problem(
        "people.letter_wrong", 422, _("The letter cannot be entered so."),
        _("Give its number, its day (not later than today), and at least one thing that it approves."),
    )  # fmt: skip
    letter_known = Problem(
        "people.letter_known", 409, _("A letter with this number and day was entered with another scan."),
        _("Look at the number and the day once more."),
    )  # fmt: skip
    scan_refused = Problem(
        "people.scan_refused", 422, _("This scan cannot be kept."),
        _("Give a PDF, JPEG or PNG of 10 MB at most that opens on your screen."),
    )  # fmt: skip
    wrong_days = Problem(
        "people.wrong_days", 422, _("It cannot run from that day until that day."),
        _("The last day is not before today nor before the first, and within {days} days."),
    )  # fmt: skip
    no_deputy = Problem(
        "people.no_deputy", 404, _("There is no such deputy here."), _("Look at the list again.")
    )
    no_link = Problem("people.no_link", 404, _("There is no such link here."), _("Look at the list again."))
    wrong_link = Problem(
        "people.wrong_link", 422, _("The link cannot be made so."),
        _("Say for whom it is, what it shows, and for how many days: {days} at most."),
    )  # fmt: skip
    link_over = Problem(
        "people.link_over", 410, _("This link is no longer open."),
        _("Ask whoever sent it to you, or the Secretariat ({organisation}), for a new one."),
    )  # fmt: skip
    no_device = Problem(
        "people.no_device", 404, _("There is no such phone here."),
        _("Look at the list again: it may belong to another organisation."),
    )  # fmt: skip
    wrong_device = Problem(
        "people.wrong_device", 422, _("A phone belongs to one account or to one organisation."),
        _("Say for whom it is, or for which organisation of the campaign and by which name."),
    )  # fmt: skip
    demonstration_only_here = Problem(
        "people.demonstration_only_here", 409,
        _("Demonstration accounts are made only where the address is this machine's own."),
        _("Leave JARCHY_URL empty, or invite people instead."),
    )  # fmt: skip
