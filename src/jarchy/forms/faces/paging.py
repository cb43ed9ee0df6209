"""The pages of a web form with the pages on which rounds are added and taken away; and short keys for questions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jarchy.forms.rounds import Rounds, plain
from jarchy.xforms import engine
from jarchy.xforms.engine import Page, State
from jarchy.xforms.form import Form, Kind

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# Names that the pages' own fields have.
OURS = frozenset(("go", "shown", "csrfmiddlewaretoken", "organisation", "held_by"))


@dataclass(frozen=True, slots=True)
class RoundsPage(Page):
    """After the last round of a repeat: another one?"""

    rounds: Rounds


def pages_of(form: Form, state: State, repeats: Sequence[Rounds]) -> list[Page]:
    """The engine's pages; after the rounds of a repeat whose number the person decides on, that question."""
    places = {path: place for place, path in enumerate(state.by_path)}
    ordered: list[tuple[tuple[int, int, int], Page]] = [
        ((places[page.path], 0, 0), page) for page in engine.pages(form, state)
    ]
    for rounds in repeats:
        inside = (f"{rounds.base}/", f"{rounds.base}[")
        last = max(place for path, place in places.items() if path == rounds.base or path.startswith(inside))
        page = RoundsPage(f"{rounds.base}?", rounds.repeat, (), rounds)
        ordered.append(((last, 1, -rounds.base.count("/")), page))
    return [page for _order, page in sorted(ordered, key=lambda found: found[0])]


def key_of(form: Form, path: str) -> str:
    """What a question is called on a page: its name where that is plain; else its place in the form and the numbers of
    the rounds around it ("12-2-1")."""
    name = path.rpartition("/")[2]
    if form.plain_names.get(name) == path and _PLAIN_KEY.fullmatch(name) and name not in OURS:
        return name
    numbers = [str(number) for _label, number in rounds_around(form, path)]
    return "-".join([str(form.by_path[plain(path)].place), *numbers])


def rounds_around(form: Form, path: str) -> list[tuple[str, int]]:
    """The path and the number of each round in which the question stands, the outermost first."""
    parts = path.split("/")
    found = []
    for depth in range(2, len(parts) + 1):
        above = "/".join(parts[:depth])
        node = form.by_path.get(plain(above))
        if node is not None and node.kind is Kind.REPEAT:
            found.append((above, int(above.rpartition("[")[2][:-1]) if above.endswith("]") else 1))
    return found


def round_named(state: State, path: str, number: int, language: str) -> str:
    """Person 2; Round 2 where the form has no word for it."""
    question = state.by_path.get(path)
    label = question.label(language) if question is not None else ""
    if not label:
        return _("Round {number}").format(number=number)
    return f"{label} {number}"


def crumb_of(form: Form, state: State, path: str, language: str) -> str:
    """In which rounds a page stands: “Household 2 › Person 1”."""
    around = rounds_around(form, path.removesuffix("?"))
    if path.endswith("?"):
        around = around[:-1]
    return " › ".join(round_named(state, above, number, language) for above, number in around)


def round_to_leave(form: Form, pages: Sequence[Page], path: str) -> tuple[int, int]:
    """The number of the page on which the innermost round around `path` can be taken away, and the round's; zeros where
    there is none."""
    by_base: Mapping[str, int] = {
        page.rounds.base: number for number, page in enumerate(pages, 1) if isinstance(page, RoundsPage)
    }
    for above, number in reversed(rounds_around(form, path)):
        base = above.rpartition("[")[0] if above.endswith("]") else above
        if base in by_base:
            return by_base[base], number
    return 0, 0
