"""Pictures come by WhatsApp: a link is passed on by which they are added to a report, without signing in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jarchy.fieldwork.actions.pictures import (
    LINK_DAYS,
    MOST_PICTURES,
    add_pictures,
    link_by,
    make_picture_link,
    take_back_picture,
)
from jarchy.fieldwork.models import ReportPicture
from jarchy.fieldwork.queries import reports
from jarchy.fieldwork.queries.names import Names
from jarchy.fieldwork.shown import sees_evidence
from jarchy.fieldwork.views.asked import FIELD, REVIEWERS
from jarchy.foundation import files
from jarchy.foundation.problems import ProblemRaised
from jarchy.people.doors import Request, enter, everyone

MOST_BYTES = 30_000_000  # of one picture


@enter(*FIELD)
@require_POST
def photo_link(request: Request, uuid: UUID) -> HttpResponse:
    """The link to copy; it is shown once."""
    link, token = make_picture_link(uuid, by=request.actor)
    address = request.build_absolute_uri(reverse("fieldwork:add_photos", args=[token]))
    said = gettext("Add the photos of our activity here, within {days} days: {address}")
    context = {"report": uuid, "text": said.format(days=LINK_DAYS, address=address), "address": address}
    return render(request, "fieldwork/photo_link.html", context)


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
def add_photos(request: Request, token: str) -> HttpResponse:
    """Whoever has the link adds pictures to this one report and sees nothing else of it."""
    link, fault, status = link_by(token), "", 200
    if request.method == "POST":
        uploads = request.FILES.getlist("photo")[: MOST_PICTURES + 1]
        try:
            pictures = [upload.read(MOST_BYTES + 1) for upload in uploads]
            added = add_pictures(token, pictures, faces=request.POST.get("faces", ""))
            said = ngettext("{n} photo has come. Thank you.", "{n} photos have come. Thank you.", len(added))
            messages.success(request, said.format(n=len(added)))
            return redirect("fieldwork:add_photos", token)
        except ProblemRaised as problem:
            fault, status = f"{problem.sentence} {problem.remedy}", problem.status
    names = Names(link.report.edition)
    context = {
        "link": link,
        "kind": names.kinds.get(link.report.kind, ""),
        "fault": fault,
        "most": MOST_PICTURES,
    }
    answer = render(request, "fieldwork/add_photos.html", context, status=status)
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    patch_cache_control(answer, private=True, no_store=True)
    return answer


@enter(*FIELD, *REVIEWERS)
@require_safe
def picture(request: Request, uuid: UUID, picture: UUID) -> HttpResponseBase:
    """A picture that was added later, to those who see the report's own."""
    report = reports.whole_report(uuid, request.actor).report
    row = ReportPicture.objects.filter(report=report, uuid=picture, taken_back_at=None).first()
    if row is None or not sees_evidence(report, request.actor):
        raise Http404
    try:
        answer = FileResponse(files.open_kept(row.file_hash), content_type="image/jpeg")
    except FileNotFoundError:
        raise Http404
    answer["Cache-Control"] = "private, max-age=300"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@enter(*FIELD)
@require_POST
def picture_away(request: Request, uuid: UUID, picture: UUID) -> HttpResponse:
    take_back_picture(uuid, picture, by=request.actor)
    messages.success(request, gettext("The photo is taken back."))
    return redirect("fieldwork:report", uuid)
