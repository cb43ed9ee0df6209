"""Small forms made by chance: whether it is filled in on the web, in a chat or by a phone, the same is stored."""

from __future__ import annotations

import hashlib

from django.utils import timezone
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from jarchy.forms.actions.write import written
from jarchy.forms.faces.chat import Asker, Talk
from jarchy.forms.faces.web_frame import asking_of
from jarchy.forms.models import Draft, FormVersion, Submission
from jarchy.forms.rounds import plain
from jarchy.forms.rules import Channel
from jarchy.forms.tests.walker import Person
from jarchy.forms.versions import FormLists, compiled, world_of
from jarchy.xforms import engine
from jarchy.xforms.form import Form, Kind
from jarchy.xforms.instance import write_submission
from jarchy.xforms.tests import random_forms

SAID: dict[Kind, tuple[str, ...]] = {
    Kind.INTEGER: ("2", "1"), Kind.DECIMAL: ("2.5", "1"), Kind.DATE: ("2018-11-05", "2018-10-01"),
    Kind.SELECT_ONE: ("1", "2"), Kind.SELECT_MULTIPLE: ("1 2", "2"), Kind.RANK: ("2 1", "1 2"),
}  # fmt: skip


def answer(form: Form, path: str, picks: dict[str, int]) -> str:
    """What is said to a question, in every face; in each round the same."""
    return SAID.get(form.by_path[plain(path)].kind, ("x", "2"))[picks[plain(path)]]


class Answering(Person):
    """At a browser, with these answers."""

    def __init__(self, actor, picks: dict[str, int]) -> None:
        super().__init__(actor, "small")
        self.picks = picks

    def answers(self) -> dict[str, object]:
        asking = self.asking
        number = int(self.path.rstrip("/").rpartition("/")[2])
        said: dict[str, object] = {}
        for question in asking.pages[number - 1].questions:
            key, path = asking.key(question.path), question.path
            if key in self.shown():
                text = answer(asking.form, path, self.picks)
                if question.kind is Kind.RANK:
                    said |= {f"{key}-at-{name}": place for place, name in enumerate(text.split(), 1)}
                else:
                    said[key] = text.split() if question.kind is Kind.SELECT_MULTIPLE else text
        return said


def on_the_web(world, picks: dict[str, int], rounds: int) -> str:
    person = Answering(world.aigul, picks).begin().walk(rounds=rounds)
    instance = Draft.objects.get().instance_id
    assert asking_of(Draft.objects.get()).state.problems == []
    person.send()
    assert "Received" in person.text
    return instance


def in_a_chat(world, version: FormVersion, picks: dict[str, int], rounds: int) -> str:
    form = compiled(version)
    lists = FormLists(version, "", "").ready
    asker = Asker(form, lists, world_of(world.edition, now=timezone.now()))
    heard = asker.begin("en")
    for _message in range(60):
        if heard.talk.step != "asking":
            break
        talk = Talk.from_json(heard.talk.as_json())
        path = asker.next_asked(talk)
        if path.endswith("]") or "?" in path:
            says = "1" if int(path.rpartition("?")[2]) <= rounds else "2"
        else:
            says = answer(form, path, picks)
        heard = asker.hear(talk, says)
    assert heard.talk.step == "review", heard.says
    body = written(
        version, asker.counted(heard.talk), lists=lists, instance_id="uuid:chat", replaces=None,
        started_at=timezone.now(), username="",
    )  # fmt: skip
    assert world.send(body, channel=Channel.CHAT)[0].state == "kept"
    return "uuid:chat"


def by_a_phone(world, version: FormVersion, picks: dict[str, int], rounds: int) -> str:
    """As a phone: every question that is relevant once those before it are answered."""
    form = compiled(version)
    lists = FormLists(version, "", "").ready
    here = world_of(world.edition, now=timezone.now())
    draft = {
        f"{node.path}[{number}]": "" for node in form.repeats for number in range(2, rounds + 1)
    }  # fmt: skip
    for _again in range(8):
        for question in engine.evaluate(form, draft, lists, here).questions:
            draft[question.path] = answer(form, question.path, picks)
    state = engine.evaluate(form, draft, lists, here)
    assume(not state.problems)  # a form made by chance may take no answer at all to a question
    body = write_submission(form, state.answers, {"instanceID": "uuid:phone"})
    assert world.send(body, channel=Channel.PHONE)[0].state == "kept"
    return "uuid:phone"


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(random_forms.forms(sets=False), st.data(), st.integers(1, 2))
def test_every_face_stores_the_same(world, xml, data, rounds):
    Submission.objects.all().delete()
    Draft.objects.all().delete()
    FormVersion.objects.filter(form_id="small").delete()
    text = xml.decode()
    version = FormVersion.objects.create(
        edition=world.edition, form_id="small", version="1", purpose="", xform=text,
        hash=hashlib.sha256(text.encode()).hexdigest(), workbook_hash="",
    )  # fmt: skip
    form = compiled(version)
    picks = {node.path: data.draw(st.integers(0, 1)) for node in form.questions}
    names = [
        by_a_phone(world, version, picks, rounds),
        on_the_web(world, picks, rounds),
        in_a_chat(world, version, picks, rounds),
    ]
    stored = [Submission.objects.get(instance_id=name) for name in names]
    assert stored[0].answers == stored[1].answers == stored[2].answers
    assert [row.findings for row in stored] == [[], [], []]
