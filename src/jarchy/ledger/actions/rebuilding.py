"""Make the tallies again from the journal: the same to the last digit."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction

from jarchy.charter.models import Edition
from jarchy.ledger.actions.posting import locked_head
from jarchy.ledger.models import OrganisationTally, Tally

Progress = Callable[[int, int], None]  # how many steps are done, of how many

BY_PLACE = """
INSERT INTO {table} (edition_id, measure, level, pcode, day, is_open, value)
SELECT s.edition_id, s.measure, {level}, {pcode}, s.date, s.is_open, s.value
FROM (
    SELECT edition_id, measure, {place} AS place_id, date, is_open, SUM(value) AS value FROM ledger_line
    WHERE edition_id = %s AND breakdown = 'total' AND counts_nationally
    GROUP BY edition_id, measure, {group}date, is_open
) AS s {join}
"""
BY_ORGANISATION = """
INSERT INTO {table} (edition_id, measure, organisation_id, is_open, value)
SELECT edition_id, measure, organisation_id, is_open, SUM(value) FROM ledger_line
WHERE edition_id = %s AND breakdown = 'total' GROUP BY edition_id, measure, organisation_id, is_open
"""
JOIN = "JOIN places_place AS p ON p.id = s.place_id"


def statements(*, tally: str, organisation_tally: str) -> list[str]:
    """The INSERT ... SELECT into these tables, for country, oblasts, rayons, hosts; each takes the edition's key."""
    places = [
        BY_PLACE.format(table=tally, level=0, place="NULL", group="", pcode="''", join=""),
        *(
            BY_PLACE.format(
                table=tally, level=level, place=column, group=f"{column}, ", pcode="p.pcode", join=JOIN
            )
            for level, column in ((1, "region_id"), (2, "district_id"))
        ),
    ]
    return [*places, BY_ORGANISATION.format(table=organisation_tally)]


def rebuild(edition: Edition, progress: Progress = lambda done, of: None) -> int:
    """Make the tallies of an edition again in one transaction; how many rows there are now. Nobody posts meanwhile."""
    steps = statements(tally=Tally._meta.db_table, organisation_tally=OrganisationTally._meta.db_table)
    with transaction.atomic():
        locked_head(edition)
        Tally.objects.filter(edition=edition).delete()
        OrganisationTally.objects.filter(edition=edition).delete()
        with connection.cursor() as cursor:
            for done, statement in enumerate(steps):
                progress(done, len(steps))
                cursor.execute(statement, [edition.pk])
    progress(len(steps), len(steps))
    return (
        Tally.objects.filter(edition=edition).count()
        + OrganisationTally.objects.filter(edition=edition).count()
    )
