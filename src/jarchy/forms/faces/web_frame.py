"""What the pages of the web form have in common: the way, the address, what is said before one begins."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _

from jarchy.forms import queries
from jarchy.forms.actions import answers_of
from jarchy.forms.faces.asking import Asking
from jarchy.forms.models import Draft, FormVersion
from jarchy.forms.rounds import draft_by_path, plain
from jarchy.forms.versions import compiled

MOST_STEPS = 20  # drawn; more are drawn together
# What phones do and a page does not, by the code of the form's warning.
UNDONE = {
    "asked_plainly": _("asked here in words or with a file, without map, drawing or another calendar"),
    "not_checked": _("the list is known to phones only: write the answer, it is not checked here"),
    "not_run": _("only a phone does this by itself: here it stays empty, or you answer it yourself"),
    "not_filled": _("only a phone knows this: here it stays empty"),
}


def asking_of(draft: Draft) -> Asking:
    return Asking(draft, draft_by_path(compiled(draft.form_version), answers_of(draft)))


def frame_of(asking: Asking, number: int) -> dict[str, Any]:
    """For the templates: where one is on the way to the end. The last step is the page before sending."""
    count = len(asking.pages) + 1
    return {
        "draft": asking.draft, "number": number, "of": count, "steps": _steps(number, count),
        "form_id": asking.draft.form_version.form_id, "form_title": queries.title_of(asking.draft.form_version),
    }  # fmt: skip


def _steps(number: int, count: int) -> list[str]:
    """A class for each step: done, here, or still to come."""
    drawn = min(count, MOST_STEPS)
    at = max(1, number * drawn // count)
    return ["on" if step < at else "at" if step == at else "" for step in range(1, drawn + 1)]


def said_beforehand(version: FormVersion) -> list[tuple[str, object]]:
    """Questions that a phone would ask or fill in otherwise, and what a page does instead."""
    form = compiled(version)
    labels = queries.labels_by_path(form)
    return list(
        {
            (found.path, found.code): (labels.get(plain(found.path)) or _name(found.path), UNDONE[found.code])
            for found in form.warnings
            if found.code in UNDONE and found.path
        }.values()
    )


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def to_page(draft: Draft, number: int, *, anchor: str = "main") -> HttpResponseRedirect:
    """The anchor is always named: a browser would carry the one of the page before along."""
    response = redirect("forms:page", draft.form_version.form_id, draft.uuid, number)
    response["Location"] += f"#{anchor}"
    return response


def private(response: HttpResponse) -> HttpResponse:
    """Kept by nobody on the way; the telephone may be lent."""
    patch_cache_control(response, private=True, no_store=True)
    return response
