"""What can go wrong with the house as a whole."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jarchy.foundation.problems import Problem


class Problems:
    not_an_example = Problem(
        "project.not_an_example", 409, _("“{edition}” is a live campaign: nothing is simulated in it."),
        _("Fork an example edition with jarchy charter new, and simulate there."),
    )  # fmt: skip
    simulated_already = Problem(
        "project.simulated_already", 409, _("“{edition}” has reports already."),
        _("Simulate in a new database: set JARCHY_HOME to an empty folder."),
    )  # fmt: skip
