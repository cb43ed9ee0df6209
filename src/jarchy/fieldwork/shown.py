"""Reports as a page shows them: rows with their words, so that templates decide nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext

from jarchy.charter.rules import Act, may
from jarchy.fieldwork.actions.review import refusal_of, standing_of, was_counted_as_closed
from jarchy.fieldwork.models import Noticed, Report, ReportMove, ReportPicture, SecondLook
from jarchy.fieldwork.problems import WHY
from jarchy.fieldwork.queries.names import Names
from jarchy.fieldwork.queries.reports import Waiting, WholeReport, last_moves
from jarchy.fieldwork.rules import ReportState, review_refusal
from jarchy.fieldwork.wording import COUNTED, STATES, Track, flag_sentence, track_of
from jarchy.forms.models import Submission
from jarchy.foundation.narrowing import Actor, Role
from jarchy.foundation.texts import text_in


@dataclass(frozen=True)
class Flagged:
    """What was noticed, in words; `other`: UUID of the other report that it speaks of, or ""."""

    flag: str
    says: str
    other: str
    was_of_use: bool | None


@dataclass(frozen=True)
class ShownReport:
    report: Report
    kind: str
    place: str
    organisation: str
    state: str
    track: Track
    flags: Sequence[Flagged] = ()
    waited: int = 0
    usual: tuple[int, int] | None = None
    may_confirm: bool = True

    @property
    def is_unusual(self) -> bool:
        """Whether its number lies outside the usual range of its kind: said, not flagged."""
        total = self.report.total
        return self.usual is not None and total is not None and not self.usual[0] <= total <= self.usual[1]


def shown_reports(rows: Sequence[Report], names: Names, flags: dict | None = None) -> list[ShownReport]:
    """Each report with the words of its row. One query for the last moves."""
    moves = last_moves(rows)
    return [
        _shown(report, names, moves.get(report.pk), (flags or {}).get(report.uuid, ())) for report in rows
    ]


def shown_waiting(rows: Sequence[Waiting], names: Names) -> list[ShownReport]:
    """The review queue's rows; what she sent herself is somebody else's to confirm."""
    shown = shown_reports([one.report for one in rows], names, {one.report.uuid: one.noticed for one in rows})
    return [replace(row, may_confirm=not one.is_own) for row, one in zip(shown, rows, strict=True)]


@dataclass(frozen=True)
class ShownLook:
    """A report that chance drew, with the note of whoever looked and asks the reviewers."""

    row: ShownReport
    look: SecondLook


def shown_looks(looks: Sequence[SecondLook], names: Names) -> list[ShownLook]:
    """One query for the last moves."""
    rows = shown_reports([one.report for one in looks], names)
    return [ShownLook(row, one) for row, one in zip(rows, looks, strict=True)]


def _shown(report: Report, names: Names, move: ReportMove | None, noticed: Sequence[Noticed]) -> ShownReport:
    waited = (report.edition.today() - report.received_on).days
    kind = names.kind_rows.get(report.kind)
    low, high = (
        (getattr(kind, "usual_low", None), getattr(kind, "usual_high", None)) if kind else (None, None)
    )
    return ShownReport(
        report=report,
        kind=names.kinds.get(report.kind, report.kind) or gettext("An activity that cannot be read"),
        place=text_in(report.place.names) if report.place else gettext("place not known"),
        organisation=text_in(report.organisation.names),
        state=str(STATES[ReportState(report.state)]),
        track=track_of(report, waited=waited, move=move, reasons=names.reasons),
        flags=[flagged(one, names) for one in noticed],
        waited=waited,
        usual=(low or 0, high) if high is not None else None,
    )


def flagged(one: Noticed, names: Names) -> Flagged:
    says = flag_sentence(one, names.organisations)
    return Flagged(one.flag, says, str(one.values.get("other", "")), one.was_of_use)


@dataclass(frozen=True)
class Number:
    """One row of a report's numbers: as reported, as planned; `part`: it is a part of the total above it."""

    label: str
    value: int | None
    planned: int | None = None
    usual: tuple[int, int] | None = None
    part: bool = False


@dataclass(frozen=True)
class Step:
    """One move as a person reads it."""

    move: ReportMove
    label: str
    reason: str
    by: str


@dataclass(frozen=True)
class Verb:
    """What this reader may do now; `why_not` says why she may not where that helps to know."""

    name: str
    may: bool
    why_not: str = ""


@dataclass(frozen=True)
class ShownWhole:
    row: ShownReport
    numbers: Sequence[Number]
    facts: Sequence[tuple[str, str]]
    steps: Sequence[Step]
    texts: Sequence[tuple[str, str, str]]
    joined: Sequence[Report]
    verbs: dict[str, Verb] = field(default_factory=dict)
    sees_evidence: bool = True
    pictures: Sequence[ReportPicture] = ()  # added later
    entered_for: str = ""  # how it came to be entered by somebody else; nobody is named

    @property
    def report(self) -> Report:
        return self.row.report


def shown_whole(whole: WholeReport, actor: Actor, names: Names) -> ShownWhole:
    """One report with all that this reader may see: a partner no picture, no free text, nobody's number."""
    report = whole.report
    sees = sees_evidence(report, actor)
    last = whole.moves[-1] if whole.moves else None
    verbs = _verbs(report, actor)
    return ShownWhole(
        row=_shown(report, names, last, whole.noticed if sees else ()),
        numbers=_numbers(report, whole, names),
        facts=_facts(report, names),
        steps=[_step(move, names, actor) for move in whole.moves] if sees else [],
        texts=_texts(whole) if sees else [],
        joined=whole.joined,
        verbs=verbs,
        sees_evidence=sees,
        pictures=list(ReportPicture.objects.filter(report=report, taken_back_at=None).order_by("pk"))
        if sees
        else [],
        entered_for=_entered_for(whole.submission, actor) if sees else "",
    )


def _entered_for(submission: Submission | None, actor: Actor) -> str:
    if submission is None or not (submission.held_by_id or submission.is_for_someone):
        return ""
    if submission.is_for_someone:
        return gettext("Entered by a coordinator for somebody without an account.")
    if submission.held_by_id == actor.account:
        return gettext("Entered by a coordinator for you.")
    return gettext("Entered by a coordinator for a volunteer.")


def sees_evidence(report: Report, actor: Actor) -> bool:
    """Whether pictures, free text and the report's way are for this reader: not in a partner's view."""
    grants = frozenset(grant for grant in actor.grants if grant.role is not Role.PARTNER)
    if actor.is_house or grants == actor.grants:
        return True  # the narrowing that gave her the report has seen to it
    return Report.objects.visible_to(Actor(actor.account, grants)).filter(pk=report.pk).exists()


def _numbers(report: Report, whole: WholeReport, names: Names) -> list[Number]:
    kind = names.kind_rows.get(report.kind)
    high = getattr(kind, "usual_high", None)
    usual = (getattr(kind, "usual_low", None) or 0, high) if high is not None else None
    expected = whole.activity.expected if whole.activity else None
    men = report.total - report.women if report.total is not None and report.women is not None else None
    found = [
        Number(gettext("Attendances"), report.total, expected, usual),
        Number(gettext("Women and girls"), report.women, part=True),
        Number(gettext("Men and boys"), men, part=True),
        *(Number(label, report.ages.get(slug), part=True) for slug, label in names.bands.items()),
        Number(gettext("Came for the first time"), report.first_time, part=True),
    ]
    planned = whole.activity.sessions if whole.activity else None
    found += [Number(gettext("Times held that day"), report.sessions, planned)]
    return [*found, Number(gettext("Handed out"), report.handed_out)]


def _facts(report: Report, names: Names) -> list[tuple[str, str]]:
    """What else was answered, without what is empty: (question, answer)."""
    hosts = ", ".join(names.organisations.get(slug, slug) for slug in report.cohosts)
    found = [
        (gettext("At"), names.venues.get(report.venue, report.venue)),
        (gettext("About"), ", ".join(names.topics.get(slug, slug) for slug in report.topics)),
        (gettext("In"), ", ".join(names.languages.get(slug, slug) for slug in report.languages)),
        (gettext("Together with"), hosts),
        (gettext("How counted"), str(COUNTED.get(report.counted, report.counted))),
        (
            gettext("In public"),
            gettext("open") if report.is_open else gettext("closed: rayon and week only"),
        ),
        (gettext("Supported by"), names.organisations.get(report.supported_by, report.supported_by)),
    ]
    return [(label, value) for label, value in found if value]


def _step(move: ReportMove, names: Names, actor: Actor) -> Step:
    said = [names.reasons.get(move.reason, move.reason), move.word]
    mine = move.by_id is not None and move.by_id == actor.account
    by = gettext("you") if mine else ""
    return Step(move, str(STATES[ReportState(move.to)]), ". ".join(text for text in said if text), by)


TEXTS = ("lesson",)


def _texts(whole: WholeReport) -> list[tuple[str, str, str]]:
    """(question's name, label, text) of the free texts."""
    if whole.submission is None:
        return []
    found = []
    for name in TEXTS:
        text = str(whole.submission.answers.get(name) or "").strip()
        if name in whole.submission.hidden:
            found.append(
                ("", gettext("What should be different next time"), gettext("This text was hidden for good."))
            )
        elif text:
            found.append((name, gettext("What should be different next time"), text))
    return found


def _verbs(report: Report, actor: Actor) -> dict[str, Verb]:
    """By name with _ for -: what may be done, from the same rule that the actions ask."""
    found = {}
    for verb, leads_to in (("forward", ReportState.FORWARDED), ("confirm", ReportState.CONFIRMED),
                           ("send-back", ReportState.SENT_BACK), ("void", ReportState.VOID)):  # fmt: skip
        why = "state" if report.state == leads_to else refusal_of(verb, report, actor)
        name = verb.replace("-", "_")
        found[name] = Verb(name, why is None, "" if why in (None, "state") else str(WHY[why or "state"]))
    reviews = report.state != ReportState.VOID and review_refusal(standing_of(report), actor) is None
    changes = reviews and may(Act.REVIEW, report.edition.state) and report.state != ReportState.TOO_LATE
    opens = changes and not report.is_open and not was_counted_as_closed(report)
    return found | {
        "review": Verb("review", reviews), "change": Verb("change", changes), "open": Verb("open", opens)
    }  # fmt: skip
