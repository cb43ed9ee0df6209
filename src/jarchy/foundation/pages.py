"""The frame around every page, and the page that a problem becomes."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from jarchy.foundation.problems import ProblemRaised

# What the frame shows besides the request: name of the edition, notice of an example, menu. Filled in project/joints.py.
frames: list[Callable[[HttpRequest], dict[str, object]]] = []


def frame(request: HttpRequest) -> dict[str, object]:
    """Context of every template: what each room adds to the frame."""
    context: dict[str, object] = {}
    for add in frames:
        context |= add(request)
    return context


def problem_page(request: HttpRequest, problem: ProblemRaised) -> HttpResponse:
    """The problem as JSON where a program asks, as a page where a person does; the status is the catalogue's."""
    if "application/json" in request.headers.get("accept", ""):
        body = {"code": problem.code, "message": problem.sentence, "remedy": problem.remedy}
        return JsonResponse(body, status=problem.status)
    return render(request, "foundation/problem.html", {"problem": problem}, status=problem.status)


class ProblemPages:
    """Turns a problem raised by a view into its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return problem_page(request, exception) if isinstance(exception, ProblemRaised) else None
