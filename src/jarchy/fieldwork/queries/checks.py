"""Calls to check as pages and papers ask for them: what waits, what came of it, what it says of the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.charter.rules import CheckRule, EditionState
from jarchy.fieldwork.models import Call, CheckSeed, Draw, Report
from jarchy.fieldwork.problems import Problems
from jarchy.fieldwork.rules import EXAMPLE_SEED, Outcome
from jarchy.forms.queries import host_phones
from jarchy.foundation.narrowing import Actor
from jarchy.foundation.sealing import unseal
from jarchy.stats.drawing import seed_hash
from jarchy.stats.intervals import Interval, share_interval
from jarchy.stats.ratios import Estimate, Stratum, true_total

LEAST_CHECKED = 10  # an oblast with fewer says nothing in public
WITH_RESULT = (Outcome.AS_REPORTED, Outcome.DIFFERS, Outcome.NOT_CONFIRMED)
WHOLE = (
    "edition", "caller", "drawn__draw__region", "drawn__report__place", "drawn__report__district",
    "drawn__report__region", "drawn__report__organisation",
)  # fmt: skip


def seed_of(edition: Edition) -> str | None:
    """The seed whose SHA-256 stands in the charter; None where the one that is kept is another, or there is none."""
    rule = charter.check_rule(edition)
    if rule is None or not rule.seed_sha256:
        return None
    kept = CheckSeed.objects.filter(edition=edition).first()
    seed = unseal(bytes(kept.sealed)).decode() if kept else ("" if edition.live else EXAMPLE_SEED)
    return seed if seed and seed_hash(seed) == rule.seed_sha256 else None


# ---------------------------------------------------------------- the checker's


def calls_to_make(edition: Edition, actor: Actor, *, limit: int = 50) -> list[Call]:
    """What this actor may call: her own first, then the longest waiting. One query."""
    rows = Call.objects.visible_to(actor).filter(
        edition=edition, outcome="", drawn__report__state="confirmed"
    )
    mine = Q(caller=actor.account) if actor.account is not None else Q(pk__in=[])
    rows = rows.filter(mine | Q(caller__isnull=True)).select_related(*WHOLE)
    found = list(rows.order_by("made_on", "drawn__draw__region__pcode", "drawn__number")[:limit])
    return sorted(found, key=lambda call: call.caller_id is None)


def calls_made(edition: Edition, actor: Actor, *, limit: int = 20) -> list[Call]:
    """Her own that are done, the latest first. One query."""
    rows = Call.objects.visible_to(actor).filter(edition=edition, caller=actor.account).exclude(outcome="")
    return list(rows.select_related(*WHOLE).order_by("-checked_on", "-pk")[:limit])


def the_call(uuid: UUID, actor: Actor) -> Call:
    """Raises Problems.no_call where it is not there for her. One query."""
    call = Call.objects.visible_to(actor).filter(uuid=uuid).select_related(*WHOLE).first()
    if call is None:
        raise Problems.no_call()
    return call


def telephone_for(call: Call, actor: Actor) -> str:
    """The host's telephone, while the call waits, for whoever has taken it; "" for everybody else. Two queries."""
    if call.outcome or actor.account is None or call.caller_id != actor.account:
        return ""
    versions = list(call.drawn.report.versions.values_list("submission_id", flat=True))
    return next(iter(host_phones(versions).values()), "")


# ---------------------------------------------------------------- what came of it


@dataclass(frozen=True)
class CheckNumbers:
    """Of some draws. `reports`: confirmed reports from which was drawn, `people` what they report; `drawn`: calls with
    replacements; `waiting`: not made yet; `without_phone`: of those drawn.
    """

    reports: int = 0
    people: int = 0
    drawn: int = 0
    as_reported: int = 0
    differs: int = 0
    not_confirmed: int = 0
    open: int = 0
    waiting: int = 0
    replacements: int = 0
    without_phone: int = 0

    @property
    def checked(self) -> int:
        """Calls with a result."""
        return self.as_reported + self.differs + self.not_confirmed

    @property
    def unanswered(self) -> int:
        """Drawn, and without a result: open, or not made yet."""
        return self.open + self.waiting


@dataclass(frozen=True)
class CheckWeek:
    monday: date
    pcode: str
    numbers: CheckNumbers


def check_weeks(edition: Edition) -> list[CheckWeek]:
    """Each draw with what came of it, the latest Monday first, oblasts by P-code. One query."""
    call = "drawn__call"
    rows = (
        Draw.objects.filter(edition=edition)
        .annotate(
            calls=Count(call), waiting=Count(call, filter=Q(drawn__call__outcome="")),
            n_as_reported=Count(call, filter=Q(drawn__call__outcome=Outcome.AS_REPORTED)),
            n_differs=Count(call, filter=Q(drawn__call__outcome=Outcome.DIFFERS)),
            n_not_confirmed=Count(call, filter=Q(drawn__call__outcome=Outcome.NOT_CONFIRMED)),
            n_open=Count(call, filter=Q(drawn__call__outcome=Outcome.OPEN)),
            replacements=Count(call, filter=Q(drawn__call__replaces__isnull=False)),
            without_phone=Count(call, filter=Q(drawn__call__has_phone=False)),
        )
        .order_by("-monday", "region__pcode")
        .select_related("region")
    )  # fmt: skip
    return [
        CheckWeek(
            row.monday,
            row.region.pcode,
            CheckNumbers(
                row.reports, row.people, row.calls, row.n_as_reported, row.n_differs, row.n_not_confirmed,
                row.n_open, row.waiting, row.replacements, row.without_phone,
            ),
        )
        for row in rows
    ]  # fmt: skip


def summed(numbers: Iterable[CheckNumbers]) -> CheckNumbers:
    some = list(numbers)
    return CheckNumbers(*(sum(getattr(one, field.name) for one in some) for field in fields(CheckNumbers)))


def check_numbers(edition: Edition) -> CheckNumbers:
    """The whole edition's. One query."""
    return summed(week.numbers for week in check_weeks(edition))


@dataclass(frozen=True)
class Judgement:
    """What the checks say of all reports: the share as reported with its interval, and the estimated true total; None
    where it is too few to say.
    """

    numbers: CheckNumbers
    share: Interval | None
    total: Estimate | None


def judgement(edition: Edition) -> Judgement:
    """Oblasts weigh as many reports as they have. Two queries."""
    weeks = check_weeks(edition)
    by_oblast: dict[str, list[CheckNumbers]] = defaultdict(list)
    for week in weeks:
        by_oblast[week.pcode].append(week.numbers)
    pairs: dict[str, list[tuple[int, int]]] = defaultdict(list)
    made = Call.objects.filter(edition=edition, outcome__in=WITH_RESULT).order_by("pk")
    for pcode, reported, found in made.values_list("drawn__draw__region__pcode", "drawn__reported", "found"):
        pairs[pcode].append((reported, found or 0))
    strata = []
    for pcode, some in sorted(by_oblast.items()):
        whole = summed(some)
        strata.append(Stratum(pcode, whole.reports, whole.people, pairs[pcode]))
    numbers = summed(week.numbers for week in weeks)
    is_enough = numbers.checked >= LEAST_CHECKED
    share = share_interval(numbers.as_reported, numbers.checked, among=numbers.reports) if is_enough else None
    return Judgement(numbers, share, true_total(strata))


def calls_to_look_at(edition: Edition, *, limit: int = 50) -> Sequence[Call]:
    """Calls whose report differs or was not confirmed, the latest first: somebody speaks with its organisation."""
    rows = Call.objects.filter(edition=edition, outcome__in=(Outcome.DIFFERS, Outcome.NOT_CONFIRMED))
    return list(rows.select_related(*WHOLE).order_by("-checked_on", "-pk")[:limit])


def checks_of(edition: Edition, organisation: str) -> CheckNumbers:
    """Of one organisation's reports that were checked, what came of it; never which ones they were. One query."""
    rows = Call.objects.filter(
        edition=edition, drawn__report__organisation__slug=organisation, outcome__in=WITH_RESULT
    )
    found = dict(rows.values_list("outcome").annotate(n=Count("id")).order_by())
    return CheckNumbers(
        as_reported=found.get(Outcome.AS_REPORTED, 0), differs=found.get(Outcome.DIFFERS, 0),
        not_confirmed=found.get(Outcome.NOT_CONFIRMED, 0),
    )  # fmt: skip


# ---------------------------------------------------------------- the public's


@dataclass(frozen=True)
class PublicChecks:
    """What everybody reads: the country's sums, an oblast's where enough were checked there, the rule, and the seed
    ("" until the edition is final).
    """

    numbers: CheckNumbers
    by_oblast: Sequence[tuple[str, CheckNumbers]]
    rule: CheckRule
    seed: str


def public_checks(edition: Edition) -> PublicChecks | None:
    """None where no call is drawn. Reports are counted up to the last Monday's draw. Two queries."""
    rule = charter.check_rule(edition)
    weeks = check_weeks(edition) if rule else []
    if rule is None or not weeks:
        return None
    by_oblast: dict[str, list[CheckNumbers]] = defaultdict(list)
    for week in weeks:
        by_oblast[week.pcode].append(week.numbers)
    sums = {pcode: summed(some) for pcode, some in sorted(by_oblast.items())}
    enough = [(pcode, one) for pcode, one in sums.items() if one.checked >= LEAST_CHECKED]
    is_final = edition.state in (EditionState.FINAL, EditionState.ARCHIVED)
    return PublicChecks(summed(sums.values()), enough, rule, (seed_of(edition) or "") if is_final else "")


def as_json(edition: Edition) -> dict[str, object] | None:
    """The same for public.json; null where no call is drawn."""
    found = public_checks(edition)
    if found is None:
        return None
    names = ("checked", "as_reported", "differs", "not_confirmed")
    return {
        "reports": found.numbers.reports, **{name: getattr(found.numbers, name) for name in names},
        "open": found.numbers.unanswered, "replacements": found.numbers.replacements,
        "oblasts": [
            {"place": pcode, **{name: getattr(numbers, name) for name in names}} for pcode, numbers in found.by_oblast
        ],
        "share": found.rule.share, "least_per_oblast": found.rule.least_per_oblast,
        "seed_sha256": found.rule.seed_sha256, "seed": found.seed or None,
    }  # fmt: skip


def drawn_list(draw: Draw) -> list[Report]:
    """In the order in which they were drawn: for an auditor who repeats it."""
    return [one.report for one in draw.drawn.select_related("report").order_by("number")]
