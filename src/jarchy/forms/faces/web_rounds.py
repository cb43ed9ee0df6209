"""After the last round of a repeat: another one, or one less, with a question before what cannot be undone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jarchy.forms.actions import save_draft
from jarchy.forms.faces.asking import Asking
from jarchy.forms.faces.paging import RoundsPage
from jarchy.forms.faces.web_frame import frame_of, private, to_page
from jarchy.forms.models import Draft
from jarchy.forms.rounds import Rounds, flat_draft, one_less, one_more
from jarchy.people.doors import Request


def rounds_page(request: Request, draft: Draft, asking: Asking, number: int) -> HttpResponse:
    """`?away=2` asks whether the second round shall go; a POST adds one, takes one away, or goes on."""
    page = asking.pages[number - 1]
    assert isinstance(page, RoundsPage)
    rounds = page.rounds
    if request.method == "POST":
        return _after(request, draft, asking, number, rounds)
    away = _number(request.GET.get("away", ""), rounds)
    context = frame_of(asking, number) | {
        "title": asking.title(page) or _("Rounds"), "crumb": asking.crumb(page), "rounds": rounds,
        "list": [
            (asking.round_named(rounds.path(place), place), asking.words_of_round(rounds.path(place)), place,
             asking.first_page_in(rounds.path(place)))
            for place in range(1, rounds.count + 1)
        ],
        "away": away, "away_name": asking.round_named(rounds.path(away), away) if away else "",
        "away_words": asking.words_of_round(rounds.path(away)) if away else "",
    }  # fmt: skip
    return private(render(request, "forms/rounds.html", context))


def _after(request: Request, draft: Draft, asking: Asking, number: int, rounds: Rounds) -> HttpResponse:
    go, _colon, said = request.POST.get("go", "next").partition(":")
    path = f"{rounds.base}?"
    answers = asking.answers
    if go == "add" and said == str(rounds.count) and rounds.may_grow:
        answers = one_more(asking.form, answers, rounds, asking.lists.ready, asking.world)
    elif go == "gone" and (place := _number(said, rounds)):
        answers = one_less(answers, rounds, place)
    after = asking.with_answers(answers) if answers is not asking.answers else asking
    here = after.page_at(path) or number
    save_draft(draft, flat_draft(asking.form, answers), page=here)
    if go == "add":
        return to_page(
            draft, after.first_page_in(rounds.path(int(said) + 1 if said.isdecimal() else 1)) or here
        )
    if go == "gone":
        return to_page(draft, here)
    return to_page(draft, max(1, number - 1) if go == "back" else number + 1)


def _number(said: str, rounds: Rounds) -> int:
    """Of a round that is there; else 0."""
    return int(said) if said.isdecimal() and len(said) < 5 and 1 <= int(said) <= rounds.count else 0
