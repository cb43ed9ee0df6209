"""What can go wrong with forms and what is sent, said to whoever sends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jarchy.foundation.problems import Problem


class Problems:
    form_unknown = Problem(
        "forms.form_unknown",
        404,
        _("There is no form “{form}” here."),
        _("Get the list of forms again and use one of it."),
    )
    cut_off = Problem(
        "forms.cut_off", 400, _("The report ends in the middle: a part of it did not arrive."),
        _("Send it again. Nothing was counted."),
    )  # fmt: skip
    not_well_formed = Problem(
        "forms.not_well_formed", 400, _("What was sent cannot be read as a report."),
        _("Send the file that the form's program wrote, unchanged."),
    )  # fmt: skip
    has_doctype = Problem(
        "forms.has_doctype", 400, _("The report begins with a DOCTYPE, which is not accepted."),
        _("Send the file that the form's program wrote, unchanged."),
    )  # fmt: skip
    too_large = Problem(
        "forms.too_large",
        413,
        _("The report is larger than 10 MB."),
        _("Leave pictures out of the report itself; they go beside it."),
    )
    empty = Problem(
        "forms.empty", 400, _("Nothing was sent."), _("Choose the file of the report and send it again.")
    )
    may_not_send = Problem(
        "forms.may_not_send", 403, _("You cannot send reports for this organisation."),
        _("Ask its coordinator for an invitation."),
    )  # fmt: skip
    answers_refused = Problem(
        "forms.answers_refused",
        422,
        _("Some answers do not fit yet: {number}."),
        _("Correct them and send again."),
    )
    personal_data = Problem(
        "forms.personal_data", 422,
        _("There is a telephone, an identity number or an e-mail address in a text of yours."),
        _("Take it out: reports hold no personal data. Nothing of it was stored."),
    )  # fmt: skip
    corrected_already = Problem(
        "forms.corrected_already", 409, _("This report was corrected in the meantime."),
        _("Open the newest version of it and correct that one."),
    )  # fmt: skip
    other_answers = Problem(
        "forms.other_answers", 409, _("This report was sent before, with other answers."),
        _("Both are kept, and someone will look at them. You need do nothing."),
    )  # fmt: skip
    picture_unreadable = Problem(
        "forms.picture_unreadable", 422, _("“{name}” is not a picture that can be read here."),
        _("Take a JPEG, PNG or WebP picture of less than 30 MB."),
    )  # fmt: skip
    file_unreadable = Problem(
        "forms.file_unreadable", 400, _("“{file}” cannot be read: {why}."),
        _("Look at its name and whether you may read it, and send it again."),
    )  # fmt: skip
    not_kept = Problem(
        "forms.not_kept", 500, _("This report could not be stored because of a fault of ours."),
        _("Send it again later. If it fails again, tell the administrator this code."),
    )  # fmt: skip
    draft_unknown = Problem(
        "forms.draft_unknown", 404, _("There is no such unfinished report of yours."),
        _("It may have been sent or thrown away. Look at your reports, or begin a new one."),
    )  # fmt: skip
    version_taken = Problem(
        "forms.version_taken", 409, _("{file} was changed, but its version is still {version}."),
        _("Write a new version into the sheet “settings”, as 2018090102."),
    )  # fmt: skip
    question_unknown = Problem(
        "forms.question_unknown",
        404,
        _("The form has no text question “{question}”."),
        _("Look at the form's questions."),
    )
