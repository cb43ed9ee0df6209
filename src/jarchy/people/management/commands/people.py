"""jarchy people invite EDITION ROLE | card ACCOUNT | empty ACCOUNT | approvals EDITION | letter EDITION ORGANISATION"""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import override

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Organisation
from jarchy.foundation.narrowing import Role, house
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import actions, queries, queries_approvals, rules
from jarchy.people.problems import Problems
from jarchy.places import queries as places

EXAMPLES = {
    "invite": """Examples:
  jarchy people invite kg-2018 administrator            the first people of a new installation
  jarchy people invite kg-2018 coordinator --organisation youth-naryn-1 --days 14
""",
    "card": """Example:
  jarchy people card director@example.org               lets in who lost the password, where nobody else can
""",
    "empty": """Example:
  jarchy people empty 12 --why "letter of 5 October"    erases a person: only the account number stays
""",
    "approvals": """Example:
  jarchy people approvals kg-2018                       what waits for an answer, longest due first
""",
    "letter": """Example:
  jarchy people letter kg-2018 youth-agency --number 12/4 --dated 2018-11-05 --scan letter.pdf
                                                        one letter approves all that waits for the agency
""",
}
BY = house("command")


class Command(BaseCommand):
    help = "Let people in from the machine itself: invite, print a sign-in card, empty an account; approvals by letter."

    def create_parser(self, *args: Any, **kwargs: Any) -> Any:
        return super().create_parser(
            *args, epilog="".join(EXAMPLES.values()), formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: Any) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        invite = verbs.add_parser("invite", help="make an invitation and print its link")
        invite.add_argument("edition")
        invite.add_argument("role", choices=[str(role) for role in Role])
        invite.add_argument("--organisation", help="its id, as organisations.csv has it")
        invite.add_argument("--place", action="append", default=[], help="P-code; may be repeated")
        invite.add_argument("--days", type=int, default=rules.USUAL_DAYS, help="how long it is open (7)")
        invite.add_argument("--uses", type=int, default=1, help="how many may join by it (1)")
        card = verbs.add_parser("card", help="print a sign-in card's link and code")
        card.add_argument("account", help="e-mail, phone or account number")
        empty = verbs.add_parser("empty", help="erase a person for good")
        empty.add_argument("account", help="e-mail, phone or account number")
        empty.add_argument("--why", default="", help="who asked for it, without names")
        approvals = verbs.add_parser("approvals", help="list what waits for an organisation's answer")
        approvals.add_argument("edition")
        letter = verbs.add_parser("letter", help="enter a letter by which an organisation approves")
        letter.add_argument("edition")
        letter.add_argument("organisation", help="its id, as organisations.csv has it")
        letter.add_argument("--number", required=True, help="the letter's number")
        letter.add_argument("--dated", required=True, type=date.fromisoformat, help="its day, as 2018-11-05")
        letter.add_argument("--scan", type=Path, help="its scan: PDF, JPEG or PNG")
        letter.add_argument(
            "--approval",
            action="append",
            default=[],
            type=UUID,
            help="approves only this one; may be repeated",
        )
        verbs_made = {
            "invite": invite,
            "card": card,
            "empty": empty,
            "approvals": approvals,
            "letter": letter,
        }
        for name, verb in verbs_made.items():
            verb.epilog, verb.formatter_class = EXAMPLES[name], RawDescriptionHelpFormatter
            verb.add_argument("--json", action="store_true", help="print an object with stable keys")

    def handle(self, *, verb: str, **options: Any) -> None:
        try:
            answer = getattr(self, f"_{verb}")(options)
        except ProblemRaised as problem:
            raise CommandError(f"{problem.sentence} {problem.remedy}") from problem
        if options["json"]:
            self.stdout.write(json.dumps(answer))
        elif isinstance(answer, list):
            self.stdout.write("\n".join("  ".join(map(str, row.values())) for row in answer))
        else:
            self.stdout.write("\n".join(f"{name}: {value}" for name, value in answer.items()))

    @staticmethod
    def _invite(options: dict[str, Any]) -> dict[str, Any]:
        edition = charter.edition(options["edition"])
        invitation, token = actions.invite(
            edition, Role(options["role"]), by=BY, organisation=_organisation(edition, options["organisation"]),
            places=[places.place(pcode) for pcode in options["place"]], days=options["days"], uses=options["uses"],
        )  # fmt: skip
        link = _link(edition.languages[0], "people:join", token)
        return {
            "invitation": str(invitation.uuid),
            "link": link,
            "open_until": invitation.expires_at.isoformat(),
        }

    @staticmethod
    def _card(options: dict[str, Any]) -> dict[str, Any]:
        account = queries.account_by(options["account"])
        printed = actions.print_card(account, by=BY)
        link = _link(account.language, "people:use_card", printed.token)
        return {
            "account": account.pk, "link": link, "code": printed.code,
            "open_until": printed.card.expires_at.isoformat(),
        }  # fmt: skip

    @staticmethod
    def _empty(options: dict[str, Any]) -> dict[str, Any]:
        account = actions.empty_account(queries.account_by(options["account"]), by=BY, why=options["why"])
        return {
            "account": account.pk,
            "emptied_at": account.emptied_at.isoformat() if account.emptied_at else None,
        }

    @staticmethod
    def _approvals(options: dict[str, Any]) -> list[dict[str, Any]]:
        edition = charter.edition(options["edition"])
        today = edition.today()
        return [
            {
                "approval": str(row.uuid), "organisation": row.organisation.slug, "kind": row.kind, "row": row.row,
                "title": row.title, "asked_on": row.asked_on.isoformat(), "due_on": row.due_on.isoformat(),
                "overdue": rules.is_overdue(row.state, row.due_on, today),
            }
            for row in queries_approvals.waiting(edition, BY)
        ]  # fmt: skip

    @staticmethod
    def _letter(options: dict[str, Any]) -> dict[str, Any]:
        edition = charter.edition(options["edition"])
        body = _organisation(edition, options["organisation"])
        assert body is not None
        waits = queries_approvals.waiting(edition, BY, organisation=body.slug)
        chosen = options["approval"] or [row.uuid for row in waits]
        try:
            scan = options["scan"].read_bytes() if options["scan"] else b""
        except OSError as fault:
            raise Problems.scan_refused() from fault
        said = actions.LetterSaid(options["number"], options["dated"], scan)
        letter = actions.enter_letter(edition, body, said, approvals=chosen, by=BY)
        return {"letter": str(letter.uuid), "approves": len(chosen), "scan_sha256": letter.scan_sha256}


def _organisation(edition: Edition, slug: str | None) -> Organisation | None:
    if not slug:
        return None
    found = charter.organisation(edition, slug)
    if found is None:
        raise Problems.no_organisation(organisation=slug)
    return found.organisation


def _link(language: str, name: str, token: str) -> str:
    known = dict(settings.LANGUAGES)
    with override(language if language in known else settings.LANGUAGE_CODE):
        return settings.URL + reverse(name, kwargs={"token": token})
