"""jarchy people invite EDITION ROLE | card ACCOUNT | empty ACCOUNT"""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import override

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Organisation
from jarchy.foundation.narrowing import Role, house
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import actions, queries, rules
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
}
BY = house("command")


class Command(BaseCommand):
    help = "Let people in from the machine itself: invite, print a sign-in card, empty an account."

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
        for name, verb in (("invite", invite), ("card", card), ("empty", empty)):
            verb.epilog, verb.formatter_class = EXAMPLES[name], RawDescriptionHelpFormatter
            verb.add_argument("--json", action="store_true", help="print an object with stable keys")

    def handle(self, *, verb: str, **options: Any) -> None:
        try:
            answer = {"invite": self._invite, "card": self._card, "empty": self._empty}[verb](options)
        except ProblemRaised as problem:
            raise CommandError(f"{problem.sentence} {problem.remedy}") from problem
        if options["json"]:
            self.stdout.write(json.dumps(answer))
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
