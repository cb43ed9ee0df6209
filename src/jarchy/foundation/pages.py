"""The frame around every page, and the page that a problem becomes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jarchy.foundation.menus import Menu, MenuItem
from jarchy.foundation.problems import Problem, ProblemRaised
from jarchy.pictures.mark import mark


@dataclass(frozen=True)
class Tongue:
    """A language that the reader may choose: its own name for itself and the same page in it."""

    code: str
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Frame:
    """What stands around a page. Public pages make their own, without a request; the others get it from `frame`."""

    language: str
    name: str = "Jarchy"
    where: str = ""
    home_url: str = "/"
    tongues: Sequence[Tongue] = ()
    leave_url: str = ""
    notice: str = ""
    menu: Menu = Menu()
    alarm: MenuItem | None = None  # “Something happened”, on every page of those who go out
    person: str = ""
    sign_out_url: str = ""
    foot: Sequence[str] = ()

    @property
    def mark(self) -> str:
        return mark(44)


# Where “Leave this page” leads: a page that anybody may have open.
LEAVE_URL = "https://meteo.kg/"

# Makes the frame of pages that know a request; filled in project/joints.py: only rooms above know editions and people.
frame_makers: list[Callable[[HttpRequest], Frame]] = []


def tongues_of(path: str, languages: Sequence[str]) -> list[Tongue]:
    """The same page in each of these languages: `path` begins with the language, as /ky/work/."""
    names = dict(settings.LANGUAGES)
    now = get_language()
    rest = path.split("/", 2)[2] if path.count("/") >= 2 else ""
    return [Tongue(code, names.get(code, code), f"/{code}/{rest}", code == now) for code in languages]


def frame(request: HttpRequest) -> dict[str, object]:
    """Context of every template that is rendered for a request."""
    if frame_makers:
        return {"frame": frame_makers[0](request)}
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "frame": Frame(language, tongues=tongues_of(request.path, [code for code, _ in settings.LANGUAGES]))
    }


def problem_page(request: HttpRequest, problem: ProblemRaised) -> HttpResponse:
    """The problem as JSON where a program asks, as a page where a person does; the status is the catalogue's."""
    if "application/json" in request.headers.get("accept", ""):
        body = {"code": problem.code, "message": problem.sentence, "remedy": problem.remedy}
        return JsonResponse(body, status=problem.status)
    return render(request, "foundation/problem.html", {"problem": problem}, status=problem.status)


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # all but tab and line ends


class Problems:
    """What can go wrong before any room is asked."""

    no_page = Problem(
        "foundation.no_page", 404, _("There is no such page here."),
        _("Look at the address once more, or begin at the first page."),
    )  # fmt: skip
    not_this_way = Problem(
        "foundation.not_this_way", 405, _("This address takes what a button sends, and cannot be opened by itself."),
        _("Go back to the page before it and press the button there."),
    )  # fmt: skip
    control_characters = Problem(
        "foundation.control_characters", 400, _("The address or the form has signs in it that no keyboard types."),
        _("Begin again at the first page, and type it instead of pasting it."),
    )  # fmt: skip
    form_refused = Problem(
        "foundation.form_refused", 403,
        _("This form could not be taken: it was open for too long, or came from elsewhere."),
        _("Go back, load the page again and send it once more. What the server had kept before is safe."),
    )  # fmt: skip


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """In place of Django's bare page."""
    return problem_page(request, Problems.no_page())


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """When the check against forged forms refuses one."""
    return problem_page(request, Problems.form_refused())


def broken(request: HttpRequest) -> HttpResponse:
    """When we failed. Asks nothing of the database or the session: they may be what failed."""
    language = get_language() or settings.LANGUAGE_CODE
    html = render_to_string("foundation/broken.html", {"frame": Frame(language)})
    return HttpResponse(html, status=500)


def _words_of(said: QueryDict) -> list[str]:
    return [word for name, values in said.lists() for word in (name, *map(str, values))]


class ProblemPages:
    """Turns a problem raised by a view into its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        page = problem_page(request, Problems.not_this_way())
        page["Allow"] = response["Allow"]
        return page

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        """No keyboard types control characters, and PostgreSQL keeps no NUL: nobody behind has to think of them."""
        typed = [request.path_info, *_words_of(request.GET)]
        sent = _words_of(request.POST) if request.method == "POST" else []
        if any(map(_CONTROL.search, typed)) or any("\0" in word for word in sent):
            return problem_page(request, Problems.control_characters())
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return problem_page(request, exception) if isinstance(exception, ProblemRaised) else None
