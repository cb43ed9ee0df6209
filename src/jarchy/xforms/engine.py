"""Works a form out: what is asked, what is computed, what is wrong. Values in, a state out.

Answers are texts by path ("/data/what/kind"); in a repeat the second round is "/data/person[2]/name", the first has no
number. What is not relevant keeps its answer in the draft and is left out of the result.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from jarchy.xforms.answering import (
    CLOCK_FUNCTIONS,
    KEPT_FUNCTIONS,
    Answering,
    Lists,
    ReadyLists,
    is_same_value,
)
from jarchy.xforms.changing import begin, change, drop_round
from jarchy.xforms.finding import Finding
from jarchy.xforms.form import Choice, Form, FormNode, Kind, Text
from jarchy.xforms.judging import Typed, judge
from jarchy.xforms.xpath import values
from jarchy.xforms.xpath.program import Context
from jarchy.xforms.xpath.world import World

__all__ = [
    "Checked", "Lists", "Page", "QuestionState", "ReadyLists", "State", "begin", "change", "check", "drop_round",
    "evaluate", "finish", "pages",
]  # fmt: skip


class QuestionState:
    """One node of the form as it stands with these answers; in a repeat, of one round."""

    __slots__ = ("_answering", "_place", "context", "form_node", "path")

    def __init__(self, answering: Answering, form_node: FormNode, path: str, context: Context) -> None:
        self._answering = answering
        self.form_node = form_node
        self.path = path
        self.context = context

    @property
    def name(self) -> str:
        return self.form_node.name

    @property
    def kind(self) -> Kind:
        return self.form_node.kind

    @property
    def value(self) -> str:
        """The answer or the computed value; empty where it is not relevant."""
        return self.context.node.value

    @property
    def draft(self) -> str:
        """What was given, relevant or not."""
        return self.context.node.raw

    @property
    def is_relevant(self) -> bool:
        return self.context.node.is_relevant

    def let_go(self) -> None:
        self._answering.let_go()

    @property
    def is_required(self) -> bool:
        return self._answering.truth(self.form_node.required, self.context)

    @property
    def is_readonly(self) -> bool:
        return self._answering.truth(self.form_node.readonly, self.context)

    @property
    def choices(self) -> Sequence[Choice]:
        return self._answering.choices(self.form_node, self.context)

    @property
    def problems(self) -> tuple[Finding, ...]:
        """What is wrong with the answer; nothing where it is not relevant."""
        if not self.is_relevant:
            return ()
        return tuple(judge(self._answering, self.form_node, self.path, self.context)[1])

    def label(self, language: str = "") -> str:
        return self._words(self.form_node.label, language)

    def hint(self, language: str = "") -> str:
        return self._words(self.form_node.hint, language)

    def guidance(self, language: str = "") -> str:
        """More for whoever asks for it, where space is short."""
        return self._words(self.form_node.guidance, language)

    def _words(self, text: Text, language: str) -> str:
        form = self._answering.form
        chosen = language or self._answering.world.language or form.default_language
        return text.words(chosen, self.context, form.default_language)

    def chosen_label(self, language: str = "") -> str:
        """The labels of what was chosen, for a summary; the value itself where there are no choices."""
        form = self._answering.form
        chosen = language or self._answering.world.language or form.default_language
        names = self.value.split()
        labels = {choice.name: choice.label(chosen, form.default_language) for choice in self.choices}
        return ", ".join(labels.get(name, name) for name in names) if labels else self.value


@dataclass(frozen=True, slots=True)
class State:
    """Every node of the form by path, in document order, groups among them."""

    form: Form
    by_path: Mapping[str, QuestionState]
    unknown: tuple[Finding, ...]

    @property
    def questions(self) -> list[QuestionState]:
        """What the person is asked now, in order."""
        return [state for state in self.by_path.values() if state.form_node.is_asked and state.is_relevant]

    @property
    def answers(self) -> dict[str, str]:
        """What counts: values of what is relevant, computed ones among them; the empty left out."""
        return {
            path: state.value for path, state in self.by_path.items() if state.value and state.is_relevant
        }

    @property
    def draft(self) -> dict[str, str]:
        """Everything given, also what is not relevant now, and the rounds that were added."""
        return {
            path: state.draft
            for path, state in self.by_path.items()
            if state.draft or state.form_node.is_added_round(path)
        }

    @property
    def problems(self) -> list[Finding]:
        """All faults at once, unknown paths among them."""
        return [*self.unknown, *(found for state in self.by_path.values() for found in state.problems)]

    def let_go(self) -> None:
        """For whoever works out thousands of forms: nothing more is asked of this one, so it need not wait for the
        collector."""
        for state in self.by_path.values():
            state.let_go()
            return


@dataclass(frozen=True, slots=True)
class Checked:
    """`values` typed (int, Decimal, date, time, datetime, a tuple of names for several choices, else str) and
    `strings`, both of what is relevant and answered; `findings` all faults."""

    values: Mapping[str, Typed]
    strings: Mapping[str, str]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What is asked at once: a group, a round of a repeat, or a question that stands alone. `group` is the group's
    state (None for a lone question); `questions` those relevant, notes among them, in order."""

    path: str
    group: QuestionState | None
    questions: tuple[QuestionState, ...]

    def title(self, language: str = "") -> str:
        return self.group.label(language) if self.group is not None else ""


def evaluate(form: Form, answers: Mapping[str, str], lists: Lists, world: World) -> State:
    """The state of `form` with `answers`: the same answers in any order give the same state, and the state's own
    draft gives it again."""
    return _state(Answering(form, lists, world).fill(answers).work_out(keep=KEPT_FUNCTIONS))


def finish(form: Form, answers: Mapping[str, str], world: World) -> dict[str, str]:
    """The answers with the moment of their end, where the form asks for it."""
    end = world.now.astimezone(world.time_zone).isoformat(timespec="milliseconds")
    return dict(answers) | dict.fromkeys(form.preloaded("timestamp end"), end)


def check(form: Form, answers: Mapping[str, str], lists: Lists, world: World) -> Checked:
    """Judges answers that were sent, by whatever channel.

    What was computed elsewhere is computed again and compared; what depends on the clock, on chance, on the phone or on
    where a round stands is believed. now() and today() are those of the form's end, else of its start, else the
    `world`'s (when it was received). Raises nothing on account of the answers.
    """
    answering = Answering(form, lists, moment_of_filling(form, answers, world)).fill(answers)
    answering.leave_out_empty_rounds()
    answering.work_out(keep=KEPT_FUNCTIONS | CLOCK_FUNCTIONS, believe=form.decided_elsewhere)
    findings: list[Finding] = [*answering.unknown, *answering.faults]
    typed: dict[str, Typed] = {}
    strings: dict[str, str] = {}
    for form_node, path, context in answering.occurrences():
        node = context.node
        if not node.is_relevant or form_node.is_group or (not node.value and form_node.required is None):
            if form_node.is_asked and not node.is_relevant and (sent := answers.get(path, "").strip()):
                findings.append(_not_to_be_asked(form, form_node, path, sent))
            continue
        value, faults = judge(answering, form_node, path, context)
        findings += faults
        if form_node.calculate is not None and (sent := answers.get(path, "").strip()):
            findings.extend(_computed_otherwise(form_node, path, sent, node.value))
        if node.value:
            strings[path] = node.value
            typed[path] = node.value if value is None else value
    answering.let_go()
    return Checked(typed, strings, tuple(findings))


def _not_to_be_asked(form: Form, form_node: FormNode, path: str, sent: str) -> Finding:
    """No phone sends what is not relevant: it is no part of what was checked, and said."""
    above: FormNode | None = form_node
    while above is not None and above.relevant is None:
        above = None if above.parent is None else form.nodes[above.parent]
    rule = above.relevant.source if above is not None and above.relevant is not None else ""
    reason = "it was not to be asked" if rule else "its round is one too many"
    return Finding("not_relevant", path, sent, rule, reason=reason)


def moment_of_filling(form: Form, answers: Mapping[str, str], world: World) -> World:
    """The world as it was when the form was filled in, as far as the answers say."""
    for preload in ("timestamp end", "timestamp start"):
        for path in form.preloaded(preload):
            moment = values.moment_of(answers.get(path, ""), world.time_zone)
            if moment is not None:
                local = moment.astimezone(world.time_zone)
                # An example campaign has a today of its own, which no phone's clock knows.
                is_live = world.today == world.now.astimezone(world.time_zone).date()
                return replace(world, now=local, today=local.date() if is_live else world.today)
    return world


def _computed_otherwise(form_node: FormNode, path: str, sent: str, computed: str) -> Iterator[Finding]:
    if not is_same_value(sent, computed):
        rule = form_node.calculate.source if form_node.calculate else ""
        yield Finding("computed_otherwise", path, sent, rule, reason=f"computed here: {computed}")


def _state(answering: Answering) -> State:
    by_path = {
        path: QuestionState(answering, form_node, path, context)
        for form_node, path, context in answering.occurrences()
    }
    return State(answering.form, by_path, (*answering.unknown, *answering.faults))


def pages(form: Form, state: State) -> list[Page]:
    """The pages of a web form, page by page: each group is one, with the groups inside it unless one of these is a
    field-list; each round of a repeat is one; a note that stands alone goes with the page after it."""
    found: list[Page] = []
    waiting: list[QuestionState] = []
    for page in _pages_below(form, state, ""):
        if page.group is None and all(question.kind is Kind.NOTE for question in page.questions):
            waiting.extend(page.questions)
            continue
        found.append(Page(page.path, page.group, (*waiting, *page.questions)))
        waiting = []
    if waiting:
        found.append(Page(waiting[0].path, None, tuple(waiting)))
    return found


def _pages_below(form: Form, state: State, above: str) -> Iterator[Page]:
    for path, question in _children(form, state, above):
        if not question.is_relevant:
            continue
        if not question.form_node.is_group:
            if question.form_node.is_asked or question.kind is Kind.NOTE:
                yield Page(path, None, (question,))
        elif _is_page(form, question.form_node):
            if inside := tuple(_asked_below(form, state, path)):
                yield Page(path, question, inside)
        else:
            yield from _pages_below(form, state, path)


def _children(form: Form, state: State, above: str) -> list[tuple[str, QuestionState]]:
    """The nodes right below `above` ("": below the form's root), rounds of repeats one after the other."""
    parent = above or f"/{form.root}"
    return [(path, question) for path, question in state.by_path.items() if path.rpartition("/")[0] == parent]


def _is_page(form: Form, group: FormNode) -> bool:
    if group.is_field_list:
        return True
    inner = [form.nodes[place] for place in group.children]
    return not any(
        node.is_group and (node.kind is Kind.REPEAT or not _is_plain(form, node)) for node in inner
    )


def _is_plain(form: Form, group: FormNode) -> bool:
    """Without a field-list or a repeat in it."""
    inner = [form.nodes[place] for place in group.children if form.nodes[place].is_group]
    return not group.is_field_list and all(
        node.kind is Kind.GROUP and _is_plain(form, node) for node in inner
    )


def _asked_below(form: Form, state: State, above: str) -> Iterator[QuestionState]:
    for path, question in _children(form, state, above):
        if not question.is_relevant:
            continue
        if question.form_node.is_group:
            yield from _asked_below(form, state, path)
        elif question.form_node.is_asked or question.kind is Kind.NOTE:
            yield question
