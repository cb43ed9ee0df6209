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
