"""What phones sent and nothing counts: the Secretariat sees why, reads it, takes it in once the reason is gone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from jarchy.forms import actions
from jarchy.forms.models import KeptApart
from jarchy.forms.problems import Problems
from jarchy.forms.queries import edits_of_nothing, kept_apart
from jarchy.foundation.narrowing import Role
from jarchy.people.doors import Request, enter

WHYS = {
    "forms.form_unknown": _("a form that is not known here"),
    "forms.may_not_send": _("the sender may not send this form, or not any more"),
    "forms.phone_shut_out": _("the phone was taken back before it could be read"),
    "forms.not_kept": _("a fault of ours"),
}
OTHER = _("it could not be counted")


@enter(Role.SECRETARIAT)
def apart(request: Request) -> HttpResponse:
    rows = [(row, WHYS.get(row.why, OTHER)) for row in kept_apart(request.edition)]
    return render(request, "forms/apart.html", {"rows": rows, "edits": edits_of_nothing(request.edition)})


def _row(request: Request, uuid: UUID) -> KeptApart:
    found = kept_apart(request.edition).filter(uuid=uuid).first()
    if found is None:
        raise Problems.no_longer_apart()
    return found


@enter(Role.SECRETARIAT)
def apart_body(request: Request, uuid: UUID) -> HttpResponse:
    """Its XML without the host's telephone."""
    body = actions.read_apart(_row(request, uuid), by=request.actor)
    response = HttpResponse(body, content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{uuid}.xml"'
    return response


@enter(Role.SECRETARIAT)
@require_POST
def apart_again(request: Request, uuid: UUID) -> HttpResponse:
    actions.take_in_again(_row(request, uuid), by=request.actor)
    messages.success(request, gettext("It is received now, as of the day on which it came."))
    return redirect("forms:apart")
