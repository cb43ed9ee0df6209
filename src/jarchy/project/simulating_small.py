"""The worked example's media log and weeks in figures: a few, made up, through the same door as real ones."""

from __future__ import annotations

import random
from datetime import date, timedelta

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.fieldwork import actions as fieldwork
from jarchy.fieldwork.models import MediaItem, WeekInFigures
from jarchy.fieldwork.queries.small_forms import MEDIA, WEEK, has_form
from jarchy.forms import actions as forms
from jarchy.forms.actions import Incoming
from jarchy.foundation.ids import uuid7
from jarchy.foundation.narrowing import Actor

ITEMS_A_DAY = 0.7
LINES = 2  # helplines that tell their weeks
WAITS = 2  # days until somebody confirms


def small_forms_on(edition: Edition, day: date, *, seed: int, by: Actor) -> None:
    """What comes in on this day of the campaign, and what of the days before is confirmed."""
    if not edition.starts <= day:
        return
    rng = random.Random(f"{seed} {day.isoformat()}")
    said: list[tuple[str, dict[str, str]]] = []
    if has_form(edition, MEDIA) and rng.random() < ITEMS_A_DAY:
        said.append((MEDIA, _item(edition, day, rng)))
    if has_form(edition, WEEK) and day.weekday() == 0 and day > edition.starts:
        said += [(WEEK, answers) for answers in _weeks(edition, day, rng)]
    forms.receive_submissions([_incoming(edition, form, answers) for form, answers in said], by=by)
    for model in (MediaItem, WeekInFigures):
        due = model.objects.filter(
            edition=edition, state="received", received_on__lte=day - timedelta(WAITS), is_illustrative=True
        )
        for one in due.order_by("pk"):
            fieldwork.confirm_small_form(one.uuid, by=by)


def _item(edition: Edition, day: date, rng: random.Random) -> dict[str, str]:
    number = rng.randint(1, 6)
    found = {
        "media_kind": rng.choice(("article", "article", "article", "print", "tv", "radio", "social")),
        "outlet": f"Example outlet {number}", "published_on": day.isoformat(),
        "language": rng.choice(("ky", "ky", "ru", "ru", "uz")),
        "link": f"https://example.org/{number}/{day.isoformat()}",
    }  # fmt: skip
    if rng.random() < 0.6:
        found |= {"views": str(rng.randint(3, 90) * 100), "views_by": found["outlet"]}
    return found


def _weeks(edition: Edition, day: date, rng: random.Random) -> list[dict[str, str]]:
    """The week that ended yesterday; on the first Monday of a month also the topics of the month before."""
    lines = [row.slug for row in charter.helplines(edition) if {"trafficking", "migration"} & set(row.topics)]
    found = []
    for order, line in enumerate(lines[:LINES]):
        answers = {"helpline": line, "week": (day - timedelta(7)).isoformat()}
        answers["calls"] = str(rng.randint(60, 110) // (order + 1))
        if day.day <= 7:
            answers["month"] = (day.replace(day=1) - timedelta(1)).isoformat()
            answers |= {"topic_migration": str(rng.randint(90, 160) // (order + 1))}
            answers |= {
                "topic_trafficking": str(rng.randint(8, 40)),
                "topic_child_marriage": str(rng.randint(2, 15)),
            }
        found.append(answers)
    return found


def _incoming(edition: Edition, form: str, answers: dict[str, str]) -> Incoming:
    body = forms.write_body(edition, form, answers, instance_id=f"uuid:{uuid7()}")
    return Incoming(body=body, files={}, channel="file", edition=edition.slug, is_illustrative=True)
