"""One campaign in one database, made once in a process and shared by all that is measured there.

kg-2018 as its folder has it; journal lines and reports drawn with a fixed seed by ledger_million and export_5w.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test import Client

from bench.export_5w import _write_reports
from bench.ledger_million import FOLDER, LINES_A_REPORT, TODAY, fill
from jarchy.charter import queries as charter
from jarchy.charter.actions import load_folder
from jarchy.charter.models import Edition
from jarchy.fieldwork.models import Noticed, Report
from jarchy.fieldwork.rules import USUAL_THRESHOLDS, Flag, ReportState
from jarchy.forms import actions as forms
from jarchy.forms.actions import Incoming
from jarchy.foundation.ids import uuid7
from jarchy.foundation.narrowing import Role, house
from jarchy.ledger import actions as ledger
from jarchy.people import actions as people
from jarchy.places.models import Place

BY = house("bench")
WAITING_SHARE = 20  # one report in so many waits for a reviewer: a bad week


@dataclass
class Campaign:
    """`lines`: how many the journal gets. Each stage is made when it is first asked for."""

    lines: int
    is_rebuilt: bool = False
    rng: random.Random = field(default_factory=lambda: random.Random(2018))

    @cached_property
    def edition(self) -> Edition:
        """The campaign, with an empty journal."""
        call_command("migrate", verbosity=0)
        load_folder(FOLDER, BY)
        return charter.edition("kg-2018")

    @cached_property
    def journal(self) -> Edition:
        """With its lines; tallies are not made yet."""
        fill(self.edition, self.lines // LINES_A_REPORT)
        self._look_at_sizes()
        return self.edition

    @cached_property
    def published(self) -> Edition:
        """With tallies, a midnight's public cells, the reports behind the lines, and those that wait."""
        edition = self.journal
        if not self.is_rebuilt:
            ledger.rebuild(edition)
            ledger.midnight(edition, TODAY)
        _write_reports(edition)
        self._let_some_wait(edition)
        self._look_at_sizes()
        return edition

    def _let_some_wait(self, edition: Edition) -> None:
        """One in WAITING_SHARE of the reports once more, not confirmed, most with something noticed."""
        some = Report.objects.filter(edition=edition).annotate(turn=F("pk") % WAITING_SHARE).filter(turn=0)
        waiting, noticed = [], []
        for number, report in enumerate(some.order_by("pk")):
            received = TODAY - timedelta(number % 12)
            report.pk, report.uuid, report.posting, report.standing = None, uuid7(), 0, ""
            report.state = ReportState.FORWARDED if number % 3 else ReportState.RECEIVED
            report.received_on = report.moved_on = received
            report.received_at = report.moved_at = datetime.combine(received, datetime.min.time(), UTC)
            waiting.append(report)
            if self.rng.random() < 0.6:
                noticed.append(self._something_noticed(report))
        Report.objects.bulk_create(waiting, batch_size=500)
        Noticed.objects.bulk_create(noticed, batch_size=500)

    def _something_noticed(self, report: Report) -> Noticed:
        flag, values = self.rng.choice((
            (Flag.TOO_ROUND, {"total": report.total}),
            (Flag.IMPLAUSIBLE, {"total": report.total, "low": 10, "high": 60}),
            (Flag.OUTSIDE_PERIOD, {"date": report.received_on.isoformat()}),
            (Flag.FORM_FAULTS, {"faults": 2}),
        ))  # fmt: skip
        report.findings_weight = USUAL_THRESHOLDS.weights[flag]
        return Noticed(report=report, flag=flag, values=values, weight=USUAL_THRESHOLDS.weights[flag])

    def _look_at_sizes(self) -> None:
        """What autovacuum does within a minute on a server that runs for longer than a bench."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")

    def answers(self) -> dict[str, str]:
        """An activity report as the field sends it: unplanned, in a village, every number given."""
        place = self.rng.choice(self._villages)
        total = self.rng.randint(10, 90)
        young, youth = total // 5, total // 2
        return {
            "activity": "new", "held_on": (TODAY - timedelta(self.rng.randrange(1, 40))).isoformat(),
            "adm1": place.region.pcode, "adm2": place.district.pcode, "settlement": place.pcode,
            "venue": "street", "kind": "street", "topics": "migration trafficking", "cohosts": "none",
            "sessions": "1", "languages": "ky ru", "guests": "none", "total": str(total), "counted": "heads",
            "women": str(total * 55 // 100), "age_0_13": str(young), "age_14_17": str(youth), "age_18_28": "0",
            "age_29_up": str(total - young - youth), "handed_out": str(total),
        }  # fmt: skip

    def incoming(self) -> Incoming:
        edition = self.edition
        body = forms.write_body(edition, "activity_report", self.answers(), instance_id=f"uuid:{uuid7()}")
        return Incoming(
            body=body, files={}, channel="file", edition=edition.slug, is_illustrative=True,
            organisation=self.rng.choice(self.hosts),
        )  # fmt: skip

    @cached_property
    def _villages(self) -> list[Place]:
        rows = Place.objects.filter(is_settlement=True, district__isnull=False, level__gt=2)
        return list(rows.select_related("region", "district").order_by("pcode"))

    @cached_property
    def hosts(self) -> list[str]:
        rows = charter.organisations_of(self.edition).filter(role="youth").order_by("organisation__slug")
        return list(rows.values_list("organisation__slug", flat=True))

    @cached_property
    def reviewer(self) -> Client:
        """A browser in which a reviewer of the campaign is signed in."""
        account = people.add_account("reviewer@example.org", by=BY, name="Reviewer", language="en")
        people.add_membership(account, self.edition, Role.REVIEWER, by=BY, organisation=None, places=[])
        client = visitor()
        client.force_login(account, backend="jarchy.people.signing_in.SignInBackend")
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session["account_authentication_methods_user"] = str(account.pk)
        session.save()
        return client


def visitor(**headers: str) -> Client:
    """Anybody's browser."""
    return Client(SERVER_NAME="127.0.0.1", headers=headers or None)


def read(client: Client, address: str, **asked: Any) -> str:
    """The page as text; an error unless it is there."""
    response = client.get(address, asked)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return "" if response.has_header("Content-Encoding") else response.content.decode()
