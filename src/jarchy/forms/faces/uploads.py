"""Files that a page of the web form brought: kept with the draft, or what is wrong with them; and those shown again."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from jarchy.forms import actions
from jarchy.forms.faces.asking import Asking
from jarchy.forms.faces.widgets import is_shown, media_type
from jarchy.forms.models import Draft
from jarchy.forms.problems import Problems
from jarchy.forms.rules import MOST_FILE_BYTES
from jarchy.foundation.problems import ProblemRaised
from jarchy.xforms.engine import Page, QuestionState
from jarchy.xforms.form import FILES, Kind

MOST_PICTURE_BYTES = 30_000_000


def files_of_page(
    request: HttpRequest, draft: Draft, asking: Asking, page: Page
) -> tuple[dict[str, str], dict[str, str]]:
    """Names of the files that were kept, "" of those taken away, by the question's path; and, likewise, what is wrong
    with one that could not be kept."""
    kept: dict[str, str] = {}
    spoilt: dict[str, str] = {}
    for question in page.questions:
        key = asking.key(question.path)
        if question.kind not in FILES or question.is_readonly:
            continue
        if request.POST.get(f"{key}-away"):
            kept[question.path] = ""
        if upload := request.FILES.get(key):
            try:
                kept[question.path] = _keep(draft, question, upload)
            except ProblemRaised as problem:
                spoilt[question.path] = f"{problem.sentence} {problem.remedy}"
    return kept, spoilt


def _keep(draft: Draft, question: QuestionState, upload: UploadedFile) -> str:
    size = upload.size or 0
    if question.kind is Kind.IMAGE:
        if size > MOST_PICTURE_BYTES:
            raise Problems.picture_unreadable(name=upload.name)
        return actions.keep_picture(draft, question.name, upload.read())
    if size > MOST_FILE_BYTES:
        raise Problems.file_too_large(name=question.name, most=MOST_FILE_BYTES // 1_000_000)
    return actions.keep_file(draft, question.name, upload.read(), called=upload.name or "")


def served(data: bytes, name: str, *, is_own: bool = False) -> HttpResponse:
    """A file as a browser may have it: shown where it is a plain picture, sound or video, else to be saved. `is_own`:
    cleaned by us, or else brought by who knows whom and never shown within a page."""
    inline = is_own and is_shown(name)
    response = HttpResponse(data, content_type=media_type(name) if inline else "application/octet-stream")
    # The name is made of a question's and a hash, or was published: quotes and line ends cannot stand in it.
    safe = "".join(sign for sign in name if sign.isalnum() or sign in "._- ") or "file"
    response.headers["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{safe}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
