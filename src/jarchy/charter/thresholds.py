"""What [rules], [review] and [flags] of campaign.toml may set: each with what holds where the file is silent. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Threshold:
    """A whole number of the campaign: from `least` to `most`, `usual` where the file does not say."""

    usual: int
    least: int
    most: int
    says: str


RULES = {
    "review_months": Threshold(6, 0, 1_200, "after how many months facts and helplines are checked again")
}
REVIEW = {
    "second_look_percent": Threshold(
        5, 0, 100, "how many of a hundred confirmed reports another looks at again"
    ),
}
FLAGS = {
    "picture_distance": Threshold(6, 0, 64, "of 64, how far two pictures of one scene may lie apart"),
    "times_usual": Threshold(2, 1, 100, "more than so many times the usual most of a kind is implausible"),
    "percent_of_inhabitants": Threshold(
        100, 1, 10_000, "more than so many percent of who lives there likewise"
    ),
    "round_from": Threshold(50, 1, 100_000, "from which total on round numbers are noticed"),
    "round_to": Threshold(10, 2, 1_000, "numbers that can be divided by it are round"),
    "team_least": Threshold(2, 0, 50, "fewer than so many people went: too few"),
    "form_faults_from": Threshold(1, 1, 50, "from how many answers that do not fit"),
    "weight_personal_data": Threshold(8, 1, 100, "weight of a telephone or a name in the text; never 0"),
    "weight_same_activity": Threshold(6, 0, 100, "weight of another report of the day, place and kind"),
    "weight_picture_seen": Threshold(6, 0, 100, "weight of a picture that was sent before"),
    "weight_implausible": Threshold(5, 0, 100, "weight of far more people than usual, or than live there"),
    "weight_other_answers": Threshold(5, 1, 100, "weight of a report sent twice with other answers; never 0"),
    "weight_form_faults": Threshold(4, 1, 100, "weight of answers that do not fit the form; never 0"),
    "weight_outside_area": Threshold(3, 0, 100, "weight of a place outside the organisation's region"),
    "weight_outside_period": Threshold(3, 0, 100, "weight of a day outside the campaign"),
    "weight_too_round": Threshold(1, 0, 100, "weight of round numbers"),
    "weight_alone": Threshold(1, 0, 100, "weight of too few people who went"),
}
TABLES: dict[str, dict[str, Threshold]] = {"rules": RULES, "review": REVIEW, "flags": FLAGS}
ALL = {name: one for table in TABLES.values() for name, one in table.items()}


def value_of(settings: Mapping[str, int], name: str) -> int:
    """What an edition's settings say, else what is usual. Raises KeyError for what nobody can set."""
    return int(settings.get(name, ALL[name].usual))


def says(table: str) -> str:
    """One line for the reference: “[flags] round_from (50): from which ...”."""
    return f"[{table}] " + "; ".join(
        f"{name} ({one.usual}): {one.says}" for name, one in TABLES[table].items()
    )
