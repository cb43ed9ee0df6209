"""Somebody who fills in any form on the web without script: reads the page, fills in what stands there, presses."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html
from openpyxl import Workbook
from PIL import Image

from jarchy.forms.faces.asking import Asking
from jarchy.forms.faces.web_frame import asking_of
from jarchy.forms.models import Draft
from jarchy.people.models import Account
from jarchy.xforms.engine import QuestionState
from jarchy.xforms.form import FILES, Kind

MOST_PAGES = 700
MOST_VISITS = 20
TRIED: dict[Kind, tuple[str, ...]] = {
    Kind.INTEGER: ("2", "1", "20", "35", "120", "0", "2010", "60", "555123456"),
    Kind.DECIMAL: ("2.5", "1.5", "30", "120,25", "0", "36.6"),
    Kind.DATE: ("2018-11-05", "1990-05-05", "2018-01-31", "2000-01-01", "2030-01-01"),
    Kind.TIME: ("10:30",),
    Kind.DATE_TIME: ("2018-11-05T10:30", "1990-05-05T10:30"),
    Kind.GEOPOINT: ("42.87, 74.59",),
    Kind.GEOTRACE: ("42, 74\n42.1, 74.1",),
    Kind.GEOSHAPE: ("42, 74\n42.1, 74.1\n42, 74.1",),
    Kind.BARCODE: ("4600682000013",),
    Kind.TEXT: ("Osh", "word", "1234567890", "0555123456", "123", "AB12", "12345678901", "Long enough"),
}


def png() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(kept, "PNG")
    return kept.getvalue()


def book(survey: Sequence[tuple], choices: Sequence[tuple] = (), form_id: str = "any") -> bytes:
    """A workbook of these rows, the heading first."""
    made = Workbook()
    made.remove(made.active)
    head = ("list_name", "name", "label")
    sheets = {
        "survey": survey,
        "choices": [head, *choices],
        "settings": [("form_id", "version"), (form_id, "1")],
    }
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


class Person:
    """At a browser. `stuck`: questions of which no answer was taken."""

    def __init__(self, actor, form_id: str) -> None:
        self.client = Client()
        account = Account.objects.get(pk=actor.account)
        self.client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[-1])
        self.start = f"/en/work/forms/{form_id}/"
        self.tries: Counter[str] = Counter()
        self.visits: Counter[str] = Counter()
        self.page = self.client.get(self.start)

    @property
    def text(self) -> str:
        return self.page.content.decode()

    @property
    def path(self) -> str:
        return self.page.request["PATH_INFO"]

    @property
    def asking(self) -> Asking:
        return asking_of(Draft.objects.get())

    @property
    def title(self) -> str:
        return " ".join(html.fromstring(self.text).xpath("string(//h1)").split())

    def why(self) -> list[str]:
        """What the page says is wrong."""
        return html.fromstring(self.text).xpath("//*[@class='why']/text()")

    def shown(self) -> list[str]:
        return re.findall(r'name="shown" value="([\w-]+)"', self.text)

    def begin(self) -> Person:
        self.page = self.client.post(self.start, follow=True)
        return self

    def open(self, path: str) -> Person:
        self.page = self.client.get(path, follow=True)
        return self

    def press(self, go: str = "next", **answers) -> Person:
        """The page's own fields with these in their place; `go`: which button."""
        data = self.fields() | answers | {"go": go}
        data = {name: value for name, value in data.items() if value is not None}
        self.page = self.client.post(self.path, data, follow=True)
        assert self.page.status_code in (200, 422), self.text
        return self

    def fields(self) -> dict[str, object]:
        form = next((one for one in html.fromstring(self.text).forms if one.get("enctype")), None)
        found: dict[str, list[str]] = {}
        for name, value in form.form_values() if form is not None else ():
            found.setdefault(name, []).append(value)
        return {name: values if len(values) > 1 else values[0] for name, values in found.items()}

    def walk(self, *, rounds: int = 2) -> Person:
        """To the page before sending, every question answered, `rounds` of every repeat."""
        for _step in range(MOST_PAGES):
            if self.path.endswith("/send/"):
                return self
            if 'value="add:' in self.text:
                self.press("next" if f'value="add:{rounds}"' in self.text else self._add())
            else:
                self.visits[self.path] += 1
                assert self.visits[self.path] < MOST_VISITS, f"no way on from {self.title}: {self.why()}"
                self.press(**self.answers())
        raise AssertionError(f"no end after {MOST_PAGES} pages, at {self.title}")

    def _add(self) -> str:
        return re.search(r'value="(add:\d+)"', self.text)[1]

    def answers(self) -> dict[str, object]:
        asking = self.asking
        number = int(self.path.rstrip("/").rpartition("/")[2])
        said: dict[str, object] = {}
        for question in asking.pages[number - 1].questions:
            key = asking.key(question.path)
            if key in self.shown() and (not question.draft or question.problems):
                self.tries[question.path] += 1
                assert self.tries[question.path] < 12, (
                    f"no answer was taken to {question.path}: {asking.faults(question)}"
                )
                said |= self._answer(question, key, self.tries[question.path] - 1)
        return said

    def _answer(self, question: QuestionState, key: str, number: int) -> dict[str, object]:
        names = [choice.name for choice in question.choices]
        kind, bounds = question.kind, question.form_node.bounds
        if kind in FILES:
            sent = png() if kind is Kind.IMAGE else f"{question.path} {kind}".encode()
            return {key: SimpleUploadedFile("My file.PNG" if kind is Kind.IMAGE else "my note.3GP", sent)}
        if kind is Kind.RANK:
            return {f"{key}-at-{name}": str(place) for place, name in enumerate(reversed(names), 1)}
        if question.form_node.is_select:
            return {key: names[number % len(names)]} if names else {}
        if kind is Kind.ACKNOWLEDGE:
            return {key: "OK"}
        if bounds is not None:
            return {key: format(bounds.start + bounds.step, "f")}
        return {key: TRIED[kind][number % len(TRIED[kind])]}

    def send(self) -> Person:
        self.page = self.client.post(self.path, follow=True)
        return self
