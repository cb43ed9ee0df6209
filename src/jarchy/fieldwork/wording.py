"""What reports, flags and steps are called where people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from jarchy.fieldwork.models import Noticed, Report, ReportMove
from jarchy.fieldwork.rules import (
    DAYS_UNTIL_REVIEWER_MAY_ACT,
    ActivityState,
    Because,
    Flag,
    ReportState,
    Thresholds,
)
from jarchy.formats.numbers import number_text, short_day_text

STATES = {
    ReportState.RECEIVED: _("Received"),
    ReportState.FORWARDED: _("Forwarded"),
    ReportState.CONFIRMED: _("Confirmed"),
    ReportState.SENT_BACK: _("Please complete"),
    ReportState.VOID: _("Cancelled"),
    ReportState.TOO_LATE: _("Too late"),
}
PLANS = {
    ActivityState.PLANNED: _("Planned"),
    ActivityState.HELD: _("Held"),
    ActivityState.CALLED_OFF: _("Called off"),
}
# What is noticed, as a filter's choice and as a row of the use of flags.
FLAGS = {
    Flag.SAME_ACTIVITY: _("Perhaps the same activity"),
    Flag.OUTSIDE_AREA: _("Outside its own region"),
    Flag.OUTSIDE_PERIOD: _("Outside the period"),
    Flag.IMPLAUSIBLE: _("Far more people than usual"),
    Flag.TOO_ROUND: _("Round numbers"),
    Flag.PICTURE_SEEN: _("Picture seen before"),
    Flag.ALONE: _("Too few people went"),
    Flag.FORM_FAULTS: _("Answers that do not fit"),
    Flag.PERSONAL_DATA: _("A name, telephone or number in the text"),
    Flag.OTHER_ANSWERS: _("Sent twice with other answers"),
}
COUNTED = {"heads": _("counted heads"), "list": _("from a list"), "estimate": _("a rough estimate")}
MADE_BY = {
    "other answers received": _("received again with other answers"),
    "report received": _("report received"),
    "report forwarded": _("report forwarded"),
    "report confirmed": _("report confirmed"),
    "report sent_back": _("report sent back"),
    "report void": _("report cancelled"),
    "report opened": _("report counted as open"),
    "report closed": _("report counted as closed"),
    "same activity": _("joined as the same activity"),
    "separate activity": _("counted for itself again"),
    "sheet brought in": _("sheet brought in"),
    "sheet stored": _("sheet stored"),
    "sheet thrown away": _("sheet thrown away"),
    "second look stands": _("looked at again: it stands"),
    "second look look_again": _("looked at again: please look"),
    "second look answered": _("looked at once more: it stands"),
    "note written": _("note written on a report"),
    "note hidden": _("note hidden for good"),
    "text hidden": _("text hidden for good"),
    "media_item received": _("media item received"),
    "media_item confirmed": _("media item confirmed"),
    "media_item sent_back": _("media item sent back"),
    "media_item void": _("media item cancelled"),
    "week_in_figures received": _("week in figures received"),
    "week_in_figures confirmed": _("week in figures confirmed"),
    "week_in_figures sent_back": _("week in figures sent back"),
    "week_in_figures void": _("week in figures cancelled"),
    "safeguarding person told": _("safeguarding person told"),
    "concern taken_up": _("safeguarding person took it up"),
    "concern closed": _("safeguarding person closed it"),
    "concerns deleted": _("what safeguarding persons were told of deleted"),
    "text hidden in submission": _("text hidden in what was sent"),
    "activity planned": _("activity planned"),
    "activity changed": _("activity changed"),
    "activity called off": _("activity called off"),
    "activity planned again": _("activity planned again"),
    "activity postponed": _("activity postponed"),
    "submission kept": _("answers kept"),
    "submission kept as conflict": _("answers kept beside others"),
    "draft thrown away": _("draft thrown away"),
    "host's telephone deleted": _("host's telephone deleted"),
    "form version loaded": _("form loaded"),
    "folder loaded": _("campaign file loaded"),
    "folder saved": _("campaign file saved"),
    "charter changed": _("campaign file changed"),
    "seed made": _("seed of the calls to check made"),
    "calls drawn": _("calls to check drawn"),
    "call taken": _("call to check taken"),
    "call taken, telephone shown": _("call to check taken, telephone shown"),
    "call given back": _("call to check given back"),
    "call made": _("call to check made"),
    "edition made current": _("campaign made current"),
    "edition moved on": _("campaign moved on"),
    "today moved": _("today moved on"),
    "correction asked": _("correction asked for"),
    "correction agreed": _("correction agreed to"),
    "correction refused": _("correction refused"),
    "report too_late": _("report came too late"),
    "today set back": _("today set back"),
    "position published": _("day's numbers published"),
    "account made": _("account made"),
    "account emptied": _("account emptied"),
    "pictures deleted": _("pictures deleted"),
    "invited": _("invitation made"),
    "invitation taken back": _("invitation taken back"),
    "role given": _("role given"),
    "role ended": _("role ended"),
    "queue handed over": _("reviewer's queue handed over"),
    "queue taken back": _("reviewer's queue taken back"),
    "card printed": _("sign-in card printed"),
    "card used": _("sign-in card used"),
    "consent recorded": _("guardian's consent recorded"),
    "password changed": _("password changed"),
    "sessions ended": _("signed out everywhere"),
    "approval asked": _("approval asked for"),
    "approval given": _("approved"),
    "approval refused": _("approval refused"),
    "approval withdrawn": _("approval taken back"),
    "letter entered": _("letter entered"),
    "scan added": _("scan added to a letter"),
    "wording approved": _("wording approved until a day"),
    "wording ended": _("approval of a wording ended"),
    "deputy entered": _("deputy entered"),
    "deputy ended": _("deputy ended"),
    "link made": _("link to look made"),
    "link taken back": _("link to look taken back"),
}
# What a line of the record is about.
KINDS = {
    "report": _("report"),
    "activity": _("plan"),
    "submission": _("answers"),
    "draft": _("draft"),
    "sheet": _("sheet"),
    "account": _("account"),
    "invitation": _("invitation"),
    "card": _("card"),
    "approval": _("approval"),
    "link": _("link to look"),
    "edition": _("campaign"),
    "form": _("form"),
    "position": _("position"),
    "call": _("call to check"),
    "draw": _("draw of calls to check"),
    "concern": _("for the safeguarding person"),
    "media_item": _("media item"),
    "week_in_figures": _("week in figures"),
}
# Kinds of the media log, as its form has them.
MEDIA_KINDS = {
    "article": _("Article on the web"),
    "print": _("Newspaper or magazine"),
    "tv": _("Television"),
    "radio": _("Radio"),
    "social": _("Post in a social network"),
    "video": _("Video on the web"),
}
OTHER_TOPIC = _("something else")
# Why the safeguarding person was told.
BECAUSE = {
    Because.DISCLOSURE: _("Someone told of trouble; the text is hidden."),
    Because.CHECK: _("In a call to check, people were afraid of something or did not like it."),
}
# Who acted where no account did: the house itself.
HOUSE = {
    "command": _("command on the server"),
    "demonstration": _("demonstration"),
    "keeping times": _("keeping times"),
    "midnight": _("midnight"),
    "simulate": _("worked example"),
}


def flag_name(flag: str) -> str:
    return str(FLAGS.get(Flag(flag), flag))


def written(number: object) -> str:
    """A number as the reader's language has it."""
    return number_text(int(str(number)), get_language() or "en")


def flag_sentence(noticed: Noticed, organisations: Mapping[str, str]) -> str:
    """What was noticed, in words that a coordinator understands. `organisations`: names by slug."""
    values = noticed.values
    match Flag(noticed.flag):
        case Flag.SAME_ACTIVITY:
            said = gettext(
                "Another report has the same day, rayon or town, and kind: {organisation}, {total} attendances."
            )
            name = organisations.get(values["organisation"], values["organisation"])
            return said.format(organisation=name, total=written(values["total"]))
        case Flag.OUTSIDE_AREA:
            return gettext("Held outside the region where the organisation works.")
        case Flag.OUTSIDE_PERIOD:
            said = gettext("{day} lies outside the campaign's days; it is counted apart.")
            return said.format(day=_short(values["date"]))
        case Flag.IMPLAUSIBLE if values.get("high") is not None:
            said = gettext(
                "{total} people are far more than such an activity usually draws: {low} to {high}."
            )
            return said.format(
                total=written(values["total"]), low=written(values["low"] or 0), high=written(values["high"])
            )
        case Flag.IMPLAUSIBLE:
            said = gettext("{total} people came where {people} live.")
            return said.format(total=written(values["total"]), people=written(values["people"]))
        case Flag.TOO_ROUND:
            return gettext("All its numbers are round, though heads were counted.")
        case Flag.PICTURE_SEEN:
            said = gettext("This picture was sent before, with the activity of {day}.")
            return said.format(day=_short(values["date"]))
        case Flag.ALONE:
            team = int(values.get("team", 1))
            alone, few = gettext("One person went alone."), gettext("People who went: {n}.")
            return alone if team == 1 else few.format(n=written(team))
        case Flag.FORM_FAULTS:
            faults = int(values.get("faults", 1))
            said = ngettext("{n} answer does not fit the form.", "{n} answers do not fit the form.", faults)
            return said.format(n=written(faults))
        case Flag.PERSONAL_DATA:
            return gettext("The text has a telephone, an e-mail address or an identity number in it.")
        case _:
            return gettext("The same report came again with other answers; the first one is shown.")


def threshold_sentence(flag: str, by: Thresholds) -> str:
    """From where on this is noticed in the campaign, with its weight."""
    weight = gettext("weight {n}").format(n=written(by.weights[Flag(flag)]))
    if not by.weights[Flag(flag)]:
        return gettext("not noticed in this campaign: its weight is 0")
    match Flag(flag):
        case Flag.IMPLAUSIBLE:
            said = gettext("more than {n} times the usual most, or {percent} % of those who live there")
            told = said.format(n=written(by.times_usual), percent=written(by.percent_of_inhabitants))
        case Flag.TOO_ROUND:
            said = gettext("from {n} on, all numbers divisible by {to}")
            told = said.format(n=written(by.round_from), to=written(by.round_to))
        case Flag.PICTURE_SEEN:
            told = gettext("up to {n} of 64 points differ").format(n=written(by.picture_distance))
        case Flag.ALONE:
            told = gettext("fewer than {n} people went").format(n=written(by.team_least))
        case Flag.FORM_FAULTS:
            told = gettext("from {n} answers on").format(n=written(by.form_faults_from))
        case _:
            return weight
    return f"{told}; {weight}"


def _short(day: str) -> str:
    return short_day_text(date.fromisoformat(day), get_language() or "en")


@dataclass(frozen=True)
class Track:
    """A report's way as four stitches: sent, received, forwarded, confirmed. css: of the word; steps: of each."""

    label: str
    css: str
    steps: Sequence[str]
    says: str
    needs_mending: bool = False


def track_of(
    report: Report, *, waited: int, move: ReportMove | None = None, reasons: Mapping[str, str]
) -> Track:
    """Where the report stands, in words to its sender. `reasons`: names by slug; `waited`: days since it came."""
    said = move if move and move.to == report.state else None
    state = ReportState(report.state)
    why = _why(said, reasons)
    match state:
        case ReportState.RECEIVED:
            return Track(str(STATES[state]), "", ("on", "on", "", ""), _received(waited))
        case ReportState.FORWARDED:
            says = gettext("Your coordinator stands behind it. A reviewer looks at it next.")
            return Track(str(STATES[state]), "", ("on", "on", "on", ""), says)
        case ReportState.CONFIRMED:
            return Track(str(STATES[state]), "ok", ("on",) * 4, _counts(report))
        case ReportState.SENT_BACK:
            return Track(str(STATES[state]), "why", ("on", "on", "back", ""), why, needs_mending=True)
        case ReportState.TOO_LATE:
            says = gettext("It came when reports were no longer taken: it is kept, and not counted.")
            return Track(str(STATES[state]), "quiet", ("on", "on", "", ""), says)
        case _:
            return Track(
                str(STATES[state]), "quiet", ("on", "back", "", ""), why or gettext("It is not counted.")
            )


def _received(waited: int) -> str:
    left = DAYS_UNTIL_REVIEWER_MAY_ACT - waited
    if left <= 0:
        return gettext("Your coordinator has not forwarded it in five days: a reviewer may take it up now.")
    said = ngettext(
        "Your coordinator looks at it. If not, a reviewer may take it up in {n} day.",
        "Your coordinator looks at it. If not, a reviewer may take it up in {n} days.",
        left,
    )
    return said.format(n=written(left))


def _counts(report: Report) -> str:
    if report.rests_on_another:
        return gettext(
            "Counted together with another report of the same activity; whoever reported is credited."
        )
    said = ngettext("Counted: {n} attendance.", "Counted: {n} attendances.", report.total or 0)
    return said.format(n=written(report.total or 0))


def _why(move: ReportMove | None, reasons: Mapping[str, str]) -> str:
    """The reason of the list and the reviewer's own word, as “reason: word”."""
    if move is None:
        return ""
    reason = reasons.get(move.reason, "")
    return f"{reason}. {move.word}" if reason and move.word else (reason or move.word)
