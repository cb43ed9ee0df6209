"""What was noticed about an answer, in the reader's words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jarchy.formats.numbers import day_text
from jarchy.forms.rules import Finding
from jarchy.words.guard import SecretKind
from jarchy.xforms.engine import QuestionState
from jarchy.xforms.finding import Finding as FormFinding
from jarchy.xforms.form import Kind

POINTS = (Kind.GEOPOINT, Kind.GEOTRACE, Kind.GEOSHAPE)
_MOMENT = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T\d\d:\d\d")
# By the engine's code; said where the form has no words of its own.
ANSWERS: Mapping[str, object] = {
    "required": _("This question needs an answer."),
    "type": _("This cannot be read as an answer to the question."),
    "choice": _("This is not one of the choices."),
    "choice_twice": _("The same choice stands there twice."),
    "constraint": _("This answer does not fit."),
    "range": _("This does not stand on the scale."),
    "not_relevant": _("This was answered although it is not asked here."),
    "not_computed": _("This could not be worked out."),
    "computed_otherwise": _("This was worked out otherwise than the form does."),
    "unknown_path": _("The form has no such question."),
}
KINDS: Mapping[str, object] = {
    "integer": _("Write a whole number, as 25."),
    "decimal": _("Write a number, as 2.5."),
    "date": _("Write a day, as 2018-11-05."),
    "time": _("Write a time, as 14:30."),
    "date_time": _("Write a day and a time, as 05.11.2018 14:30."),
    "geopoint": _("Write latitude and longitude, as 42.87, 74.59."),
    "geotrace": _("Write two points or more, each on a line of its own, as 42.87, 74.59."),
    "geoshape": _("Write three corners or more, each on a line of its own, as 42.87, 74.59."),
}
GUARDED: Mapping[str, object] = {
    SecretKind.PHONE: _(
        "There is a telephone number in this text. Take it out: reports hold no personal data."
    ),
    SecretKind.ID_NUMBER: _(
        "There is the number of an identity paper in this text. Take it out: reports hold no personal data."
    ),
    SecretKind.EMAIL: _(
        "There is an e-mail address in this text. Take it out: reports hold no personal data."
    ),
}
WHOLE: Mapping[str, object] = {
    "forms.version_unknown": _("It was sent with a version of the form that is not known here."),
    "forms.corrected_unknown": _("It corrects a report that did not come here."),
    "forms.corrected_of_others": _("It corrects a report of somebody else; it was kept as one of its own."),
    "forms.corrected_already": _("It corrects a report that had been corrected already."),
    "forms.corrects_unknown": _("It corrects a report that did not come here."),
    "forms.other_answers": _("The same report came before with other answers."),
    "forms.organisation_unsaid": _("It does not say for which of the sender's organisations it is."),
    "forms.file_unnamed": _("A file came with it that no answer names."),
    "forms.picture_unreadable": _("A picture came with it that cannot be read."),
}


# What to do about a finding, by its code or by what stands before its dot.
REMEDIES: Mapping[str, object] = {
    "answer": _("If it is wrong, correct the report and send it again."),
    "guard": _("It was masked in the answers. Write the next one without it."),
    "forms.version_unknown": _("Get the newest form before the next report."),
    "forms.corrected_unknown": _("Send the report that it corrects, too."),
    "forms.corrected_of_others": _("Ask whoever sent that one, or the coordinator, to correct it."),
    "forms.corrected_already": _("Both are kept, and someone will look at them. You need do nothing."),
    "forms.corrects_unknown": _("It is kept, and someone will look at it. You need do nothing."),
    "forms.other_answers": _("Both are kept, and someone will look at them. You need do nothing."),
    "forms.organisation_unsaid": _("Name the organisation when you send it."),
    "forms.file_unnamed": _("Send only the files that the report names."),
    "forms.picture_unreadable": _("Send the picture again as JPEG, PNG or WebP."),
}
SHEET_REMEDY = _("Mend the cell and bring the file in again.")


def remedy_of_kept(finding: Mapping[str, str]) -> str:
    """What to do about a finding as it is kept, in the reader's words."""
    code = finding["code"]
    return str(REMEDIES[code if code in REMEDIES else code.partition(".")[0]])


def sentence_of(finding: FormFinding, language: str = "") -> str:
    """What the form itself says about the answer, in `language` (the reader's if empty); else our words for it."""
    wanted = language or get_language() or ""
    said = finding.message.get(wanted) or next(filter(None, finding.message.values()), "")
    if said:
        return said
    if finding.code == "type" and finding.rule in KINDS:
        return str(KINDS[finding.rule])
    return str(ANSWERS.get(finding.code, ANSWERS["constraint"]))


def sentence_of_kept(finding: Mapping[str, str], kind: str = "") -> str:
    """A finding as it is kept with a submission, in the reader's words where the form had none of its own. `kind`: of
    its question, where the form still has it.
    """
    code, _dot, rest = finding["code"].partition(".")
    if code == "guard":
        return str(GUARDED[rest])
    if finding["code"] in WHOLE:
        return str(WHOLE[finding["code"]])
    if rest == "type" and kind in KINDS and not finding["message"]:
        return str(KINDS[kind])
    return finding["message"] or str(ANSWERS.get(rest, ANSWERS["constraint"]))


def point_text(point: str) -> str:
    """42.87, 74.59: without height and accuracy where nobody measured them."""
    parts = point.split()
    return ", ".join(parts[:2] if all(part in ("0", "0.0") for part in parts[2:]) else parts)


def said_in_words(question: QuestionState, language: str) -> str:
    """The answer as a person reads it: the choices' labels, a day in words; "" where it is not asked."""
    if question.kind is Kind.DATE and question.value:
        try:
            return day_text(date.fromisoformat(question.value), language)
        except ValueError:
            return question.value
    if question.kind in POINTS:
        return "; ".join(point_text(point) for point in question.value.split(";") if point.strip())
    if question.kind is Kind.DATE_TIME and _MOMENT.match(question.value):
        return f"{day_text(date.fromisoformat(question.value[:10]), language)}, {question.value[11:16]}"
    if question.kind is Kind.ACKNOWLEDGE and question.value:
        return str(_("Yes"))
    return question.chosen_label(language)


def as_kept(finding: FormFinding, language: str) -> Finding:
    """A form's finding without what was answered."""
    said = finding.message.get(language) or next(filter(None, finding.message.values()), "")
    return Finding(f"answer.{finding.code}", finding.path, said)
