"""Answers of several choices: words with spaces between."""

from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.functions.table import function
from jarchy.xforms.xpath.program import Context, Gives


@function("selected", "text text", Gives.TRUTH)
def selected(answer: str, choice: str) -> bool:
    # As in JavaRosa, where an empty choice is selected in an empty answer.
    return f" {choice.strip()} " in f" {' '.join(answer.split())} "


# JavaRosa's other name for it.
function("is-selected", "text text", Gives.TRUTH)(selected)


@function("selected-at", "text number", Gives.TEXT)
def selected_at(answer: str, place: float) -> str:
    """The choice at `place` (0 is the first, and so is NaN, as in Java), empty where there is none."""
    chosen = answer.split()
    place = 0 if place != place else place
    return chosen[int(place)] if 0 <= place < len(chosen) else ""


@function("count-selected", "text", Gives.NUMBER)
def count_selected(answer: str) -> float:
    return float(len(answer.split()))


@function("jr:choice-name", "text text", Gives.TEXT, wants_context=True)
def choice_name(context: Context, choice: str, path: str) -> str:
    """The label, in the reader's language, of a choice of the question at `path`."""
    texts = context.scene.texts
    if texts is None:
        raise XPathError("jr:choice-name() needs a form")
    return texts.choice_name(choice, path.strip(), context)


@function("jr:itext", "text", Gives.TEXT, wants_context=True)
def itext(context: Context, text_id: str) -> str:
    """A text of the form, in the reader's language."""
    texts = context.scene.texts
    if texts is None:
        raise XPathError("jr:itext() needs a form")
    return texts.itext(text_id, context)
