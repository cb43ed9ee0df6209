"""What can go wrong with a download or a document."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jarchy.foundation.problems import Problem


class Problems:
    no_language = Problem(
        "publications.no_language",
        404,
        _("The campaign {edition} does not speak this language."),
        _("Ask for one of these: {languages}"),
    )
    nothing_published = Problem(
        "publications.nothing_published",
        409,
        _("The campaign {edition} has published no numbers yet, so nothing can stand in a public document."),
        _("Numbers become public at midnight: make it tomorrow, or for official use today."),
    )
    no_place = Problem(
        "publications.no_place",
        404,
        _("There is no oblast or city with the P-code “{place}”."),
        _("Name one of these: {choices}"),
    )
    no_organisation = Problem(
        "publications.no_organisation",
        404,
        _("No organisation “{organisation}” takes part in {edition}."),
        _("Use the id of a row of organisations.csv."),
    )
    not_named = Problem(
        "publications.not_named",
        409,
        _("“{organisation}” is not named in public, so it has no public sheet."),
        _("Make its sheet for official use, or ask it whether it may be named."),
    )
    not_all = Problem(
        "publications.not_all",
        403,
        _("You see a part of the campaign only: a document for official use tells all of it."),
        _("Make the public document, or ask somebody of the Secretariat for the other."),
    )
    no_document = Problem(
        "publications.no_document",
        404,
        _("There is no such document."),
        _("Look at the address again, or scan the code on the paper once more."),
    )
    no_chart = Problem(
        "publications.no_chart",
        404,
        _("Of this number there is no such chart."),
        _("Charts show activities and attendances: by week, and by place for the country and its oblasts."),
    )
    not_made = Problem(
        "publications.not_made",
        409,
        _("These documents are not made yet."),
        _("Wait until all of them are there; the page says how many are."),
    )
    wrong_choice = Problem(
        "publications.wrong_choice",
        400,
        _("Something was chosen that cannot be made."),
        _("Go back and choose from the lists."),
    )

    emblem_missing = Problem(
        "publications.emblem_missing",
        409,
        _(
            "The funder's emblem ({emblem}) must stand on every document, and may not stand on this one: {why}."
        ),
        _("Mend its row in logos.csv (permitted_by, permitted_on, languages) and load the folder again."),
    )
    emblem_small = Problem(
        "publications.emblem_too_small",
        409,
        _("On this document the funder's emblem ({emblem}) would be smaller than the largest logo."),
        _("Raise its height_mm in logos.csv, or lower that of the others, and load the folder again."),
    )
    sentence_missing = Problem(
        "publications.sentence_missing",
        409,
        _("The funder's sentence must stand on documents in this language ({language}), and there is none."),
        _("Write it into [funding] of campaign.toml under {language} and load the folder again."),
    )
    logos_do_not_fit = Problem(
        "publications.logos_do_not_fit",
        409,
        _(
            "The logos {logos} do not fit side by side on a sheet without one becoming smaller than it may be."
        ),
        _("Lower height_mm or clear_mm in logos.csv, or name the languages in which some of them stand."),
    )
    no_card = Problem(
        "publications.no_card",
        404,
        _("There is no picture of this number."),
        _("Open it from a number's own page: those that the public reads have one."),
    )
    no_logo = Problem(
        "publications.no_logo",
        404,
        _("There is no such logo here."),
        _("Go to the first page of the campaign: those that may be shown stand there."),
    )


class Findings:
    """What `charter check` says of logos.csv and documents.csv."""

    logo_name = Problem(
        "publications.logo_name", 422, _("“{value}” is no name of a logo's file."),
        _("Write the file's name alone, ending in .svg or .png, as it lies in logos/."),
    )  # fmt: skip
    logo_missing = Problem(
        "publications.logo_missing", 422, _("{file} is missing; row {line} of logos.csv names it."),
        _("Put the file into the folder logos/, or mend the name."),
    )  # fmt: skip
    logo_ending = Problem(
        "publications.logo_ending", 422, _("{file} is another kind of picture than its name says."),
        _("Give it the ending {better}, in logos.csv too."),
    )  # fmt: skip
    logo_no_picture = Problem(
        "publications.logo_no_picture", 422, _("{file} cannot be opened as a picture."),
        _("Take it again from its owner, as SVG or PNG."),
    )  # fmt: skip
    logo_too_large = Problem(
        "publications.logo_too_large", 422, _("{file} is too large: more than {what}."),
        _("Ask its owner for a smaller file, or save a smaller one."),
    )  # fmt: skip
    logo_unsafe = Problem(
        "publications.logo_unsafe", 422, _("{file} holds what does more than draw: {what}."),
        _("Save it as plain SVG, without scripts, styles, comments and addresses, or as PNG."),
    )  # fmt: skip
    logo_no_size = Problem(
        "publications.logo_no_size", 422, _("{file} does not say its size, or is much longer than a logo is."),
        _("Save it with a viewBox, or as PNG."),
    )  # fmt: skip
    logo_too_coarse = Problem(
        "publications.logo_too_coarse", 422, _("{file} has too few points to be printed: {what}."),
        _("Ask its owner for an SVG or a larger PNG."),
    )  # fmt: skip
    order_twice = Problem(
        "publications.logo_order", 422, _("The logo in row {first} has the place {value} already."),
        _("Give each a place of its own."),
    )  # fmt: skip
    too_small = Problem(
        "publications.logo_too_small", 422, _("It would be {value} mm tall, and may not be below {least} mm."),
        _("Raise height_mm."),
    )  # fmt: skip
    logo_language = Problem(
        "publications.logo_language", 422, _("The campaign does not speak “{value}”."),
        _("Name some of {languages}, or leave the cell empty for all."),
    )  # fmt: skip
    not_permitted = Problem(
        "publications.logo_not_permitted", 422, _("Nobody has permitted yet to use the logo {logo}: it is not shown."),
        _("Write who permitted it and when into permitted_by and permitted_on."),
    )  # fmt: skip
    no_emblem = Problem(
        "publications.no_emblem", 422, _("The funder's emblem “{value}” is no row of logos.csv."),
        _("Add its row to logos.csv, or mend the id."),
    )  # fmt: skip
    emblem_language = Problem(
        "publications.emblem_language", 422,
        _("The funder's emblem must stand wherever its sentence stands; its languages lack: {languages}."),
        _("Leave the cell empty, or add the languages."),
    )  # fmt: skip
    emblem_small = Problem(
        "publications.emblem_small", 422, _("The funder's emblem ({value} mm tall) is smaller than the largest logo."),
        _("Raise its height_mm to {most}, or lower that of the others."),
    )  # fmt: skip
    braces = Problem(
        "publications.braces", 422, _("The braces at “{value}” do not close, or nothing stands in them."),
        _("Write two braces before and two after, and between them figure or fact and an id."),
    )  # fmt: skip
    insertion = Problem(
        "publications.insertion_unknown", 422, _("Nothing called “{value}” can be put into a text."),
        _("Write one of these: {known}."),
    )  # fmt: skip
    insertion_words = Problem(
        "publications.insertion_words", 422, _("“{value}” does not say what is to be put in."),
        _("After figure comes the id of an indicator, and a P-code if it is one place's; after fact the id of a fact."),
    )  # fmt: skip
    not_here = Problem(
        "publications.insertion_not_here", 422, _("“here” is the place of an oblast sheet; this document has none."),
        _("Write a P-code, or leave the place out for the whole country."),
    )  # fmt: skip
    too_fine = Problem(
        "publications.insertion_too_fine", 422, _("{value} is smaller than a district: no document tells its numbers."),
        _("Name its district or oblast."),
    )  # fmt: skip
