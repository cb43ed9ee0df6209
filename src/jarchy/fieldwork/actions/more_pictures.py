"""Pictures that come after the report that they belong to: phones send them in posts of their own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from django.db.models import F

from jarchy.charter import queries as charter
from jarchy.fieldwork import rules
from jarchy.fieldwork.actions.receive import facts_of, show_picture
from jarchy.fieldwork.models import Noticed, Report, ReportVersion
from jarchy.fieldwork.queries.noticing import others_of, people_of, usual_of
from jarchy.fieldwork.rules import ReportState
from jarchy.forms.models import Submission
from jarchy.foundation.narrowing import Actor


def show_more_pictures(submissions: Sequence[Submission], by: Actor) -> None:
    """Pictures that came after their report: shown with its present version; one that was seen before is noticed.

    Safe to repeat.
    """
    newest = ReportVersion.objects.filter(submission__in=submissions, number=F("report__version"))
    sent = {version.report_id: version.submission_id for version in newest}
    by_key = {row.pk: row for row in submissions}
    reports = list(
        Report.objects.filter(pk__in=sent).select_related("edition", "organisation", "district", "region", "activity")
        .order_by("pk").select_for_update(of=("self",))
    )  # fmt: skip
    shown = []
    for report in reports:
        before = report.photo
        show_picture(report, by_key[sent[report.pk]])
        if report.photo != before:
            report.save(update_fields=["photo", "photo_hash"])
            shown.append(report)
    for _, some in groupby(sorted(shown, key=lambda r: r.edition_id), key=lambda r: r.edition_id):
        _notice_pictures(list(some))


def _notice_pictures(reports: Sequence[Report]) -> None:
    """Only what the picture adds: whatever else was noticed has perhaps been looked at."""
    edition, flag = reports[0].edition, rules.Flag.PICTURE_SEEN
    open_ones = [
        r for r in reports if r.state in (ReportState.RECEIVED, ReportState.FORWARDED) and r.district_id
    ]
    known = set(Noticed.objects.filter(report__in=open_ones, flag=flag).values_list("report_id", flat=True))
    fresh = [report for report in open_ones if report.pk not in known]
    others, people = others_of(edition, fresh), people_of(edition, fresh)
    kinds = charter.choices(edition, "kind")
    for report in fresh:
        usual = usual_of(edition, report, kinds.get(report.kind), people_by_place=people)
        for notice in rules.flags_of(facts_of(report), others.get(report.pk, ()), usual):
            if notice.flag == flag:
                Noticed.objects.create(report=report, flag=flag, values=notice.values, weight=notice.weight)
                report.findings_weight += notice.weight
                report.save(update_fields=["findings_weight"])
