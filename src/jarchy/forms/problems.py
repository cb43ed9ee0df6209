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
    no_longer_apart = Problem(
        "forms.no_longer_apart", 404, _("This is not kept apart any more."),
        _("It was taken in, or its 90 days are over. Look at the list again."),
    )  # fmt: skip
    phone_shut_out = Problem(
        "forms.phone_shut_out", 401, _("This phone is not known here, or was taken back."),
        _("Set it up anew: the QR code stands on the page “Phones”."),
    )  # fmt: skip
    crowded = Problem(
        "forms.crowded", 503, _("Too many phones are sending at once."),
        _("Nothing is lost: it stays on the phone. Send it again in a minute."),
    )  # fmt: skip
    database_away = Problem(
        "forms.database_away", 503, _("The list cannot be shown just now."),
        _("Reports are received all the same. Try again in some minutes."),
    )  # fmt: skip
    not_for_phones = Problem(
        "forms.not_for_phones", 404, _("There is nothing for phones at this address."),
        _("Take the address of the server from the QR code or from the page “Phones”."),
    )  # fmt: skip
    may_not_send = Problem(
        "forms.may_not_send", 403, _("You cannot send reports for this organisation."),
        _("Ask its coordinator for an invitation."),
    )  # fmt: skip
    no_longer_received = Problem(
        "forms.no_longer_received", 410,
        _("The campaign {edition} is over and people's data are deleted: nothing is received any more."),
        _("Nothing is to be sent. If it matters still, tell the organisation that led the campaign."),
    )  # fmt: skip
    workbook_refused = Problem(
        "forms.workbook_refused", 422, _("{file} cannot be used as a form: {number} faults. The first: {first}"),
        _("Correct the workbook: jarchy forms check names them all."),
    )  # fmt: skip
    list_missing = Problem(
        "forms.list_missing", 422, _("The form needs lists that are not there: {files}."),
        _("Put them beside the workbook, or name them with --file."),
    )  # fmt: skip
    upload_unknown = Problem(
        "forms.upload_unknown", 404, _("This workbook is not here any more."), _("Bring it in again.")
    )
    key_unknown = Problem(
        "forms.key_unknown",
        404,
        _("No submission has the key “{key}”."),
        _("Take “next” of the page before."),
    )
    may_not_publish = Problem(
        "forms.may_not_publish", 403, _("Only the Secretariat publishes forms."),
        _("Send it the workbook."),
    )  # fmt: skip
    purpose_unknown = Problem(
        "forms.purpose_unknown", 422, _("Nothing here takes forms of the purpose “{purpose}”."),
        _("Take one of these: {known}. Or none: then its submissions are kept, listed and exported."),
    )  # fmt: skip
    form_id_unfit = Problem(
        "forms.form_id_unfit", 422, _("“{form}” is no id for a form here."),
        _("Write one into the sheet “settings”, column “form_id”, as school_survey: small letters, digits, - and _."),
    )  # fmt: skip
    lists_missing = Problem(
        "forms.lists_missing", 422, _("The form asks from lists that are not there: {files}."),
        _("Bring them along as .csv, each under the name that the form says."),
    )  # fmt: skip
    list_is_ours = Problem(
        "forms.list_is_ours", 422, _("{file} is written here, from the campaign's own rows."),
        _("Leave the file out, or give the list another name in the form."),
    )  # fmt: skip
    list_unreadable = Problem(
        "forms.list_unreadable", 422, _("The list {file} cannot be read: {why}."),
        _("Save it as CSV in UTF-8, with a column “name” and no empty heading."),
    )  # fmt: skip
    newer_here = Problem(
        "forms.newer_here", 409,
        _("{file}: version {version} was published here since the folder was saved."),
        _("Save the folder first: jarchy charter save. Then change it and load again."),
    )  # fmt: skip
    not_in_a_chat = Problem(
        "forms.not_in_a_chat", 422, _("This form cannot be filled in here: “{question}” needs more than text."),
        _("Fill it in on the web or on a telephone."),
    )  # fmt: skip
    chat_over = Problem(
        "forms.chat_over", 410, _("This conversation is over: it was sent, thrown away or left too long."),
        _("Begin again."),
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
    corrects_unknown = Problem(
        "forms.corrects_unknown", 409, _("It corrects a report that did not come here from you."),
        _("It is kept, and someone will look at it. You need do nothing."),
    )  # fmt: skip
    other_answers = Problem(
        "forms.other_answers", 409, _("This report was sent before, with other answers."),
        _("Both are kept, and someone will look at them. You need do nothing."),
    )  # fmt: skip
    picture_unreadable = Problem(
        "forms.picture_unreadable", 422, _("“{name}” is not a picture that can be read here."),
        _("Take a JPEG, PNG or WebP picture of less than 30 MB."),
    )  # fmt: skip
    file_too_large = Problem(
        "forms.file_too_large", 422, _("The file for “{name}” is larger than {most} MB."),
        _("Choose a smaller one: record less, or in a lower quality."),
    )  # fmt: skip
    files_too_large = Problem(
        "forms.files_too_large", 422, _("All files of one report together may hold {most} MB at most."),
        _("Take another file away first, or choose a smaller one."),
    )  # fmt: skip
    file_empty = Problem(
        "forms.file_empty", 422, _("The file for “{name}” is empty."), _("Choose it again, or another one.")
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
    not_for_her = Problem(
        "forms.not_for_her", 403, _("You cannot enter a report for this person."),
        _("A coordinator enters reports for people of her own organisation. Choose one of them, or nobody."),
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
    no_foreign_sheet = Problem(
        "forms.no_foreign_sheet", 422, _("Somebody else's sheets are not taken for the form “{form}”."),
        _("Take its own blank and fill that in."),
    )  # fmt: skip
    no_sheet = Problem(
        "forms.no_sheet",
        422,
        _(
            "The form “{form}” cannot be filled in as a sheet: it asks the same several times, or needs a picture."
        ),
        _("Fill it in on the web or on a phone."),
    )
    whose_sheet = Problem(
        "forms.whose_sheet",
        422,
        _("The sheet does not say for which organisation it is."),
        _("Choose the organisation, or take the organisation's own blank."),
    )
    sheet_unknown = Problem(
        "forms.sheet_unknown",
        404,
        _("There is no such sheet of yours."),
        _("It may have been stored or thrown away. Bring the file in again."),
    )
    sheet_not_ready = Problem(
        "forms.sheet_not_ready",
        409,
        _("This sheet is not ready to be stored."),
        _("Wait until it is checked, mend what is wrong, and bring it in again."),
    )
    beyond_her_places = Problem(
        "forms.beyond_her_places", 422, _("This lies outside your region."),
        _("Choose a plan or a place of your region, or let the organisation's own coordinator send it."),
    )  # fmt: skip


class SheetFindings:
    """What is said of a sheet that came back, row by row; filled as charter's findings are."""

    of_another = Problem(
        "forms.sheet_of_another", 422, _("This blank was made for another organisation: {value}."),
        _("Choose that organisation, or copy the rows into the right one's blank."),
    )  # fmt: skip
    of_another_form = Problem(
        "forms.sheet_of_another_form", 422, _("This blank was made for another form: {value}."),
        _("Choose that form, or take its own blank."),
    )  # fmt: skip
    number_missing = Problem(
        "forms.number_missing", 422, _("The row has no report number."),
        _("Move its answers into an unused row of the blank, or copy a number from a new blank."),
    )  # fmt: skip
    wrong_number = Problem(
        "forms.wrong_number", 422, _("“{value}” is no report number."),
        _("Copy an unused number from the blank."),
    )  # fmt: skip
    number_twice = Problem(
        "forms.number_twice", 422, _("This report number stands in row {first} already."),
        _("Give the later row an unused number of the blank, or take one of the two out."),
    )  # fmt: skip
    number_of_others = Problem(
        "forms.number_of_others", 422, _("This report number belongs to another report."),
        _("Give the row an unused number of the organisation's own blank."),
    )  # fmt: skip
    corrected_elsewhere = Problem(
        "forms.corrected_elsewhere", 422,
        _("This report was sent or corrected in another way, and says something else there."),
        _("Correct it where it was corrected last, and take the row out here."),
    )  # fmt: skip
    for_someone_unclear = Problem(
        "forms.for_someone_unclear", 422,
        _("In the column of reports entered for others stands something else than yes."),
        _("Choose yes for somebody without an account, or leave the cell empty. Write no name."),
    )  # fmt: skip
    for_someone_not_hers = Problem(
        "forms.for_someone_not_hers", 422, _("You cannot enter a report for others of this organisation."),
        _("Leave the cell empty, or let the organisation's coordinator bring the sheet in."),
    )  # fmt: skip
    for_someone_stays = Problem(
        "forms.for_someone_stays", 422, _("For whom this report was entered stays as it was first said."),
        _("If that was wrong, cancel the report and enter it under an unused number."),
    )  # fmt: skip
    overtaken = Problem(
        "forms.sheet_overtaken", 422,
        _("This report was corrected since: the row repeats an earlier version, and nothing is stored of it."),
        _("If the earlier version was right after all, correct the report on its page."),
    )  # fmt: skip
    unknown_choice = Problem(
        "forms.unknown_choice", 422, _("“{value}” is not in the list of this column."),
        _("Choose from the list that opens in the cell."),
    )  # fmt: skip
    several_choices = Problem(
        "forms.several_choices", 422, _("“{value}” can mean several: {choices}."),
        _("Write the one that is meant, with these letters and digits."),
    )  # fmt: skip
    tick = Problem(
        "forms.sheet_tick", 422, _("“{value}” is no tick."), _("Write x, or leave the cell empty.")
    )
    text_too_long = Problem(
        "forms.sheet_text_too_long", 422, _("The text is too long."), _("Signs at most: {longest}.")
    )
    not_asked_here = Problem(
        "forms.not_asked_here", 422, _("This is not asked after the answers before it."),
        _("Leave the cell empty, or mend the answers before it."),
    )  # fmt: skip
    not_yet = Problem(
        "forms.not_yet", 422, _("The day of “{value}” has not come yet."),
        _("Report it when it was held."),
    )  # fmt: skip
