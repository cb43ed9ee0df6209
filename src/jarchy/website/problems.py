"""What can go wrong on the public pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jarchy.foundation.problems import Problem


class Problems:
    no_language = Problem(
        "website.no_language", 404,
        _("This campaign has no pages in this language."), _("Choose another language above."),
    )  # fmt: skip
    no_number = Problem(
        "website.no_number", 404,
        _("There is no number “{indicator}” here."), _("Open it from the list of numbers."),
    )  # fmt: skip
    no_place = Problem(
        "website.no_place", 404,
        _("There is no page for the place {pcode}."), _("Open it from the table of places."),
    )  # fmt: skip
    no_map = Problem(
        "website.no_map", 404,
        _("There is no map to take away yet."),
        _("It comes with the first midnight after the campaign's places and their outlines were loaded."),
    )  # fmt: skip
    no_days = Problem(
        "website.no_days", 404,
        _("There is no picture of days and places to take away here."),
        _("It comes with the first midnight, as SVG and PNG, of the country and of each oblast."),
    )  # fmt: skip
    no_event = Problem(
        "website.no_event", 404,
        _("No such activity is announced."),
        _("It may be over or called off: look at the coming days."),
    )  # fmt: skip
    no_such_part = Problem(
        "website.no_such_part", 404,
        _("There is nothing further down this list."), _("Open it from its beginning."),
    )  # fmt: skip
