"""A form as plain data: what `reading.program_of` makes of an XForm and two interpreters run, Python and JavaScript.

It survives json.dumps(allow_nan=False) and json.loads unchanged. What is left out is empty, false or nothing; an
interpreter passes over keys that it does not know and refuses a `format` that it does not know. A *place* is a node's
number in document order, the form's root is 0; a *rule* a number into `rules`; a *text* as under "Words" below.

The whole:
    format          1
    id, version, title
    languages       {"ky": "Кыргызча", "en": "English"}: codes with their names, in the form's order
    default         the code of the language that stands in where a text is missing; "" in a form of one, unnamed
    rtl             ["ar"]: those of the languages that are written from right to left
    nodes           [node, ...] by place
    order           [place, ...]: relevance and value are worked out in this order; the other kinds of rules at the end
    rules           [tree, ...] as in xpath/plain.py; the same words stand once, for every node that says them
    sources         ["${a} > 1", ...]: each rule as it was written, for findings; need not be sent to a phone
    prefixes        {"orx": "http://..."}: namespaces of the prefixes that rules use
    sets            [set, ...]: values put in when something happens
    texts           {"ky": [words, ...]}: by language, by number; what questions say
    named           {"ky": {"kinds-0": words}}: by language, by id; what choices say and jr:itext() asks for
    lists           {"kinds": list}: the lists inside the form, by the name that instance() is given
    files           {"places": {"file": "places.csv", "format": "csv" | "xml" | "geojson"}}: lists from outside
    last_saved      "__last-saved": the name by which rules ask for the last report; who keeps none finds nothing there
    media           ["map.png", ...]: every picture, sound and video that texts name
    warnings        [{"code", "path", "reason"}]: what is not done, for whoever publishes; need not be sent to a phone

To send less: keep one language of `texts` and `named` (`in_language` fills its gaps from the default one); send
`lists` and `named` after the first question; leave out `sources` and `warnings` (`for_a_phone`).

A node:
    name            a node's path is its parents' names and its own: /data/who/age
    kind            a `form.Kind`: group repeat note text integer ... hidden
    in              its parent's place; the root has none
    type            the bind's type (int, decimal, date, dateTime ...) where nobody is asked and it is no plain text
    label, hint     texts. A hint's words may carry `guidance`
    appearance      as written: "field-list", "minimal autocomplete" ... A select with "label" among them is the head of
                    a table: it shows its choices and is never answered
    relevant        a rule giving a truth. What is not relevant, or stands in what is not, has no value and no path
                    finds it. One that cannot be worked out holds
    required, readonly   rules giving a truth; those that cannot be worked out do not hold
    constraint      a rule giving a truth, worked out only where there is an answer
    calculate       a rule giving a text: the value of the node
    constraint_message, required_message   texts
    default         a text that stands there from the first load on (in a repeat: in each new round)
    preload         "timestamp start", "timestamp end", "date today", "property username", "uid" ...
    choices         {"rows": rule giving nodes, "value": "name", "label": "label"}: the cells of each row found;
                      "by_id": true where the label's cell is the id of a named text (else the cell is the label, and
                      cells label_ky, label_ru, where a file has them, the label in those languages);
                      "list": the name of the list of which every row is a choice, in its order, where that is so
                    {"fixed": [[name, text], ...]}: choices written into the control
    range           {"start": "1", "end": "5", "step": "0.5"}: the bounds of a range, plain decimals
    count           repeat: a rule giving the number of rounds; nobody adds or takes away any
    accepts         a file's media type where it is not its kind's own: "application/pdf"
    max_pixels      image: the longer side after shrinking
    reads           [place, ...]: what its relevance, value or count depends on

A set:
    when            "first_load" (a report begins) | "new_round" (a round comes to be) | "changed" (an answer changes)
    node            the place that gets the value, whether it is relevant or not; in a repeat that of the same round
    to              a rule giving a text, worked out where `node` stands; one that cannot be worked out sets nothing
    by              "new_round": the repeat's place; "changed": the place of the question whose answer changed

How it is run (engine.py, changing.py):
    - A node's value is what was answered, set or calculated (white space at its ends never counts; between several
      choices one space), and empty while it is not relevant; the answer itself stays in the draft.
    - A new report: defaults and preloads of every node without a calculation, in `order`, the first round of every
      repeat among them; then the sets "first_load", one after the other, everything worked out again after each.
    - A new round (somebody adds one, or `count` grows): its defaults and preloads in `order`, then its own sets
      "new_round". Each repeat has one round from the beginning; rounds beyond `count` stay in the draft and are not
      relevant.
    - An answer that changed runs its sets "changed" in the order written; what they change runs its own in turn, until
      nothing changes or 200 steps were taken.
    - Values are put in then and never again: what a person empties stays empty. A calculation that calls once(),
      random() or uuid() stands as soon as it has a value.
    - Paths: the second round of /data/person is /data/person[2], the first has no number.
    - Pages (engine.pages): a group without repeats or field-lists in it is one page, with the groups inside it; so is a
      field-list; a round of a repeat is divided like a group; a question that stands alone is one, and a note that does
      goes with what follows it.

Rules stand where their node stands: `.` and current() are the node (of its round); a text's rules where the node that
says it stands, those of named texts at the document.

Words: "How many?", or ["You said ", 12, "."] where 12 is a rule that gives a text, or null (missing in this language),
or an object: {"text": either of these, "guidance": either, "short": either, "image": file, "big-image": file,
"audio": file, "video": file}. A text of a node is a number into `texts` or, where the form itself names it, an id of
`named`.

A list: {"columns": ["name", "label"], "rows": [["a", "A"], ["b", null]]}: root/item/cells as expressions walk them,
null a cell that the row does not have. Or, where it is of another shape, {"tree": ["root", content, {"id": "x"}]}, the
attributes left out where there are none; content a text or a list of such trees.
"""

from collections.abc import Mapping
from typing import Any

FORMAT = 1
BESIDE = frozenset(("image", "big-image", "audio", "video"))
"""What may stand beside the words of a text."""
Plain = dict[str, Any]
Words = str | list[str | int] | Plain | None

_RIGHT_TO_LEFT = frozenset(("ar", "dv", "fa", "he", "ks", "ku-Arab", "ps", "sd", "ug", "ur", "yi"))


def writes_from_right_to_left(language: str) -> bool:
    """By the language's code: "ar", "fa-AF"."""
    return language in _RIGHT_TO_LEFT or language.partition("-")[0] in _RIGHT_TO_LEFT


def in_language(program: Plain, language: str) -> Plain:
    """The program with one language's words only, the gaps filled as they would be shown: from the default
    language, else from any."""
    default = program["default"]
    before = [language, default, *program.get("texts", {}), *program.get("named", {})]
    return program | {
        "texts": {language: _filled_list(program.get("texts", {}), before)},
        "named": {language: _filled_map(program.get("named", {}), before)},
    }


def _filled_list(texts: Mapping[str, list[Words]], before: list[str]) -> list[Words]:
    length = max(map(len, texts.values()), default=0)
    found: list[Words] = [None] * length
    for language in before:
        for place, words in enumerate(texts.get(language, ())):
            found[place] = words if found[place] is None else found[place]
    return found


def _filled_map(named: Mapping[str, Mapping[str, Words]], before: list[str]) -> dict[str, Words]:
    found: dict[str, Words] = {}
    for language in reversed(before):
        found |= {name: words for name, words in named.get(language, {}).items() if words is not None}
    return found


def for_a_phone(program: Plain) -> Plain:
    """Without what only the server's findings and the form's publishers need."""
    return {key: value for key, value in program.items() if key not in ("sources", "warnings")}
