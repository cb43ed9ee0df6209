"""What can go wrong with a download."""

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
