"""Sign-in cards: for whoever forgot her password, in a country where many accounts have no e-mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor
from jarchy.foundation.sealing import keyed_hash
from jarchy.people import queries, rules
from jarchy.people.models import Account, SignInCard
from jarchy.people.problems import Problems

KEPT_AFTER = timedelta(days=7)


@dataclass(frozen=True)
class PrintedCard:
    """What stands on the paper; the database keeps keyed hashes of token and code."""

    card: SignInCard
    token: str
    code: str


@transaction.atomic
def print_card(account: Account, *, by: Actor, now: datetime | None = None) -> PrintedCard:
    """A card that lets this person in once within 72 hours; an earlier one of hers opens nothing any more.

    Raises people.not_your_card where she may do more than the one who prints could give her.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    grants = queries.grants_of([account.pk]).get(account.pk, frozenset())
    if not account.is_active or not rules.may_print_card(by, account.pk, grants):
        raise Problems.not_your_card()
    moment = now or timezone.now()
    own = SignInCard.objects.filter(account=account)
    own.filter(expires_at__lt=moment - KEPT_AFTER).delete()
    own.filter(used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=moment)
    token, code = rules.new_token(), rules.new_code()
    card = SignInCard.objects.create(
        account=account, token_hash=keyed_hash(token.encode()), code_hash=keyed_hash(rules.plain_code(code).encode()),
        made_by_id=by.account, made_at=moment, expires_at=moment + rules.CARD_LASTS,
    )  # fmt: skip
    audit.note("card printed", kind="account", key=account.pk, by=by)
    return PrintedCard(card, token, code)


@transaction.atomic
def use_card(secret: str, *, now: datetime | None = None) -> Account:
    """Let its holder in, by the link's token or the short code: once. Her old password and sessions end with it.

    Raises people.card_over.
    """
    moment = now or timezone.now()
    card = queries.card_by(secret, now=moment)
    taken = SignInCard.objects.filter(pk=card.pk, used_at__isnull=True).update(used_at=moment)
    if not taken:  # two came at once with the same card
        raise Problems.card_over()
    account = Account.objects.select_for_update().get(pk=card.account_id)
    account.set_password(None)
    account.sessions_ended += 1
    account.save(update_fields=["password", "sessions_ended"])
    audit.note("card used", kind="account", key=account.pk, by=Actor(account=account.pk))
    return account
