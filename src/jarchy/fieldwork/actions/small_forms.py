"""Media log and weeks in figures: received, confirmed by somebody else, sent back, cancelled; posted to the ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from jarchy.charter import queries as charter
from jarchy.charter.rules import EditionState
from jarchy.fieldwork import rules, small_forms
from jarchy.fieldwork.actions.settling import period_of
from jarchy.fieldwork.counting import digest_of
from jarchy.fieldwork.models import MediaItem, WeekInFigures
from jarchy.fieldwork.problems import WHY, Problems
from jarchy.fieldwork.rules import ReportState, SmallStanding
from jarchy.forms.models import Submission
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor
from jarchy.ledger import actions as ledger_actions
from jarchy.ledger.rules import NewEntry, NewLine, Posting
from jarchy.places.loading import the_country

Small = MediaItem | WeekInFigures
MEDIA, WEEK = "media_item", "week_in_figures"
MODELS: dict[str, type[MediaItem] | type[WeekInFigures]] = {MEDIA: MediaItem, WEEK: WeekInFigures}


def receive_media(submissions: Sequence[Submission], by: Actor) -> list[Small]:
    """Each submission of the media log as an item, or as its next version; in the transaction that keeps them."""
    return [_receive(MEDIA, one, small_forms.read_media, by) for one in submissions]


def receive_weeks(submissions: Sequence[Submission], by: Actor) -> list[Small]:
    """Likewise of a partner's week in figures."""
    return [_receive(WEEK, one, small_forms.read_week, by) for one in submissions]


def _receive(kind: str, submission: Submission, read: Callable, by: Actor) -> Small:
    """What stands in the ledger stays until the new version is confirmed. Safe to repeat."""
    model = MODELS[kind]
    if there := model.objects.filter(submission=submission).first():
        return there
    edition, now = submission.edition, timezone.now()
    seen = model.objects.visible_to(by).exclude(state=ReportState.VOID)
    old = seen.filter(submission=submission.replaces_id).first() if submission.replaces_id else None
    one = old or model(edition=edition, received_at=now, received_on=edition.today(), version=0)
    one.submission, one.version = submission, one.version + 1
    one.organisation = submission.organisation or one.organisation
    one.sender_id = one.sender_id or submission.account_id
    for name, value in asdict(read(submission.answers)).items():
        setattr(one, name, value)
    one.state, one.word, one.moved_by, one.other_answers = ReportState.RECEIVED, "", None, None
    one.moved_at, one.moved_on, one.is_illustrative = now, edition.today(), submission.is_illustrative
    one.save()
    _note(f"{kind} received", kind, one, by)
    return one


def notice_other_entries(submissions: Sequence[Submission], by: Actor) -> None:
    """The same entry came with other answers: mark the one that stands, for a reviewer to look at. Safe to repeat.

    Nothing of them is counted; the latest of several is shown.
    """
    for other in submissions:
        kind = other.form_version.purpose
        rows = MODELS[kind].objects.filter(submission__in=_versions_since(other.conflicts_with_id))
        one = rows.select_for_update(of=("self",)).select_related("edition").first()
        if one and one.other_answers_id != other.pk:
            one.other_answers = other
            one.save(update_fields=["other_answers"])
            _note("other answers received", kind, one, by)


def _versions_since(pk: int | None) -> list[int]:
    """A submission and the corrections that followed it: the entry stands on the last of them."""
    found, last = [], [pk] if pk else []
    while last:
        found += last
        last = list(Submission.objects.filter(replaces__in=last).values_list("pk", flat=True))
    return found


def confirm_small_form(uuid: UUID, *, by: Actor, beside: UUID | None = None) -> Small:
    """What it says enters the ledger, in place of what it said before. Raises week_counted where another counts.

    `beside`: the other answers that she has seen and does not take. Raises other_answers_wait where there are others.
    """
    return _move(uuid, "confirm", "", by=by, beside=beside)


def send_back_small_form(uuid: UUID, *, word: str, by: Actor) -> Small:
    """Ask for completion, in words; what was counted leaves the ledger. Raises word_missing."""
    return _move(uuid, "send-back", word, by=by)


def void_small_form(uuid: UUID, *, word: str, by: Actor) -> Small:
    """Cancel it for good, with the reason; what was counted leaves the ledger. Raises word_missing."""
    return _move(uuid, "void", word, by=by)


@transaction.atomic
def _move(uuid: UUID, verb: str, word: str, *, by: Actor, beside: UUID | None = None) -> Small:
    """Where it stands there already nothing happens. Raises no_small_form, not_possible."""
    kind, one = _locked(uuid, by)
    if why := refusal_of(one, verb, by):
        raise Problems.not_possible(why=WHY[why])
    after = rules.SMALL_MOVES[verb][1]
    is_settled = verb == "confirm" and _is_settled(one, beside)
    if one.state == after and not is_settled:
        return one
    word = word.strip()[:300]
    if verb != "confirm" and not word:
        raise Problems.word_missing()
    if verb == "confirm" and isinstance(one, WeekInFigures):
        _refuse_counted_twice(one)
    one.state, one.word, one.moved_by_id = after, word, by.account
    one.moved_at, one.moved_on = timezone.now(), one.edition.today()
    _settle(kind, one, by)
    one.save()
    _note(f"{kind} {after}", kind, one, by)
    return one


def _is_settled(one: Small, beside: UUID | None) -> bool:
    """Whether this confirms it against other answers; they are kept as a conflict, and no longer wait."""
    if one.other_answers is None:
        return False
    if one.other_answers.uuid != beside:
        raise Problems.other_answers_wait()
    one.other_answers = None
    return True


def refusal_of(one: Small, verb: str, by: Actor) -> str | None:
    """Why this actor may not do this to it now, as a code of problems.WHY."""
    standing = SmallStanding(
        one.edition.slug,
        one.organisation.slug if one.organisation else "",
        ReportState(one.state),
        one.sender_id,
    )
    if why := rules.small_refusal(verb, standing, by):
        return why
    return "incomplete" if verb == "confirm" and not _lines(one, "") else None


def small_form(uuid: UUID, by: Actor) -> tuple[str, Small]:
    """Which kind it is, and the row. Raises no_small_form for whoever may not see it."""
    for kind, model in MODELS.items():
        rows = model.objects.visible_to(by).filter(uuid=uuid)
        if found := rows.select_related("edition", "organisation", "submission").first():
            return kind, found
    raise Problems.no_small_form()


def _locked(uuid: UUID, by: Actor) -> tuple[str, Small]:
    kind, seen = small_form(uuid, by)
    if seen.edition.state in (EditionState.FINAL, EditionState.ARCHIVED):
        raise Problems.edition_closed()
    rows = MODELS[kind].objects.select_for_update(of=("self",)).select_related("edition", "organisation")
    return kind, rows.get(pk=seen.pk)


def _refuse_counted_twice(week: WeekInFigures) -> None:
    """Another one of the same helpline counts for this week, or for this month's topics."""
    others = WeekInFigures.objects.filter(edition=week.edition, helpline=week.helpline).exclude(pk=week.pk)
    others = others.exclude(state=ReportState.VOID).filter(Q(state=ReportState.CONFIRMED) | ~Q(standing=""))
    for other in others.order_by("pk").select_for_update(of=("self",)):
        is_same_month = week.month is not None and other.month == week.month
        if other.week == week.week or is_same_month:
            raise Problems.week_counted(helpline=week.helpline)


def _settle(kind: str, one: Small, by: Actor) -> None:
    """Make the ledger say what it says now: a reversal and a new entry where it said something else."""
    edition = one.edition
    lines: tuple[NewLine, ...] = ()
    if one.state == ReportState.CONFIRMED:
        lines = _lines(one, the_country(edition.country, edition.country_names).pcode)
    digest = digest_of(lines)
    if digest == one.standing:
        return
    reverse = [Posting(kind, one.uuid, one.posting)] if one.standing else []
    post = []
    if lines:
        one.posting += 1
        post = [NewEntry(Posting(kind, one.uuid, one.posting), lines, one.is_illustrative)]
    one.standing = digest
    ledger_actions.post(edition, reverse=reverse, post=post, by=by)


def _lines(one: Small, country: str) -> tuple[NewLine, ...]:
    organisation = (one.organisation or charter.lead_of(one.edition)).slug
    period = period_of(one.edition)
    if isinstance(one, MediaItem):
        names = small_forms.MediaReading.__dataclass_fields__
        media = small_forms.MediaReading(**{name: getattr(one, name) for name in names})
        if not (media.outlet and media.kind):
            return ()
        return small_forms.lines_of_media(media, period, country=country, organisation=organisation)
    names = small_forms.WeekReading.__dataclass_fields__
    week = small_forms.WeekReading(**{name: getattr(one, name) for name in names})
    if not week.helpline:
        return ()
    return small_forms.lines_of_week(week, period, country=country, organisation=organisation)


def _note(verb: str, kind: str, one: Small, by: Actor) -> None:
    audit.note(
        verb, kind=kind, key=one.uuid, by=by, edition=one.edition.slug, edition_day=one.edition.today(),
        details={"version": one.version},
    )  # fmt: skip
