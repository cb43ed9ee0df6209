"""What is done to the ledger: post, begin a day, publish a position, make the tallies again, prove the chain."""

from __future__ import annotations

from jarchy.ledger.actions.midnights import midnight, pin_final, publish_position
from jarchy.ledger.actions.posting import correct_final, post
from jarchy.ledger.actions.rebuilding import rebuild
from jarchy.ledger.actions.verifying import Fault, verify

__all__ = [
    "Fault", "correct_final", "midnight", "pin_final", "post", "publish_position", "rebuild", "verify",
]  # fmt: skip
