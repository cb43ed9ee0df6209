"""Answers written as the XML that a phone would send."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from jarchy.charter.models import Edition
from jarchy.forms.actions.receive import current_version
from jarchy.forms.models import FormVersion
from jarchy.forms.rounds import counting
from jarchy.forms.versions import by_path, compiled, world_of
from jarchy.xforms import engine
from jarchy.xforms.engine import ReadyLists
from jarchy.xforms.instance import write_submission


def write_body(
    edition: Edition,
    form_id: str,
    answers: Mapping[str, str],
    *,
    instance_id: str,
    replaces: str | None = None,
) -> bytes:
    """A submission of the form's current version. `answers` by the question's name, host_phone may be among them; names
    that the form does not have are left out. `replaces` is the instance id that it corrects.

    Nothing is checked and nothing computed: it says what `answers` say. Raises Problems.form_unknown.
    """
    return _written(current_version(edition, form_id), answers, instance_id=instance_id, replaces=replaces)


def written(
    version: FormVersion,
    answers: Mapping[str, str],
    *,
    lists: ReadyLists,
    instance_id: str,
    replaces: str | None,
    started_at: datetime,
    username: str,
) -> bytes:
    """A submission of what counts of these answers: without what is not relevant, with what the form computes
    and with when it was begun and ended."""
    form = compiled(version)
    now = timezone.now()
    begun = engine.begin(form, lists, world_of(version.edition, now=started_at, username=username))
    metadata = {
        path: text for path, text in begun.items() if (node := form.by_path.get(path)) and node.preload
    }
    world = world_of(version.edition, now=now, username=username)
    whole = engine.finish(form, metadata | by_path(form, answers), world)
    said = counting(form, whole, lists, world)
    return write_submission(form, said, _meta(instance_id, replaces))


def _written(
    version: FormVersion, answers: Mapping[str, str], *, instance_id: str, replaces: str | None
) -> bytes:
    form = compiled(version)
    return write_submission(form, by_path(form, answers), _meta(instance_id, replaces))


def _meta(instance_id: str, replaces: str | None) -> dict[str, str]:
    return {"instanceID": instance_id, **({"deprecatedID": replaces} if replaces else {})}
