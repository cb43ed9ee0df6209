"""campaign.toml as keys and values, and back: what did not change stays as it was written, comments too."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

Flat = dict[str, Any]
_VALUE = r"\"(?:[^\"\\\n]|\\.)*\"|\[[^\]\n]*\]|[^#\r\n]*?"  # on one line


def flat(said: Mapping[str, Any], above: str = "") -> Flat:
    """By dotted key: name.ky, age_bands.1.from (the first of several), in the order of the file."""
    found: Flat = {}
    for key, value in said.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{above}{key}.")
        elif isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
            for number, one in enumerate(value, start=1):
                found |= flat(one, f"{above}{key}.{number}.")
        else:
            found[f"{above}{key}"] = value
    return found


def nested(values: Flat) -> dict[str, Any]:
    """The same as tables and lists of tables. Raises KeyError with a key that is a value here and a table there."""
    root: dict[str, Any] = {}
    for key, value in values.items():
        *path, last = key.split(".")
        table = root
        for name in path:
            table = table.setdefault(name, {})
            if not isinstance(table, dict):
                raise KeyError(key)
        if last in table:
            raise KeyError(key)
        table[last] = value
    return {name: _with_lists(value) for name, value in root.items()}


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(name.isdecimal() for name in value):
        return [_with_lists(value[name]) for name in sorted(value, key=int)]
    return {name: _with_lists(inner) for name, inner in value.items()}


def text_of(said: Mapping[str, Any]) -> str:
    """The file written anew."""
    return "\n".join(_lines(said, "")).strip() + "\n"


def _lines(table: Mapping[str, Any], path: str) -> Iterator[str]:
    tables = {key: value for key, value in table.items() if isinstance(value, Mapping)}
    several = {key: value for key, value in table.items() if _is_list_of_tables(value)}
    for key, value in table.items():
        if key not in tables and key not in several:
            yield f"{_key(key)} = {literal(value)}"
    for key, inner in tables.items():
        yield from ("", f"[{path}{_key(key)}]", *_lines(inner, f"{path}{_key(key)}."))
    for key, rows in several.items():
        for row in rows:
            yield from ("", f"[[{path}{_key(key)}]]", *_lines(row, f"{path}{_key(key)}."))


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else literal(key)


def literal(value: Any) -> str:
    """A value as TOML has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list):
        return f"[{', '.join(literal(one) for one in value)}]"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def edited(text: str, wanted: Mapping[str, Any]) -> str:
    """The text, saying what is wanted: lines whose value differs are changed in place, else it is written anew."""
    try:
        before = tomllib.loads(text.replace("\r\n", "\n"))
    except ValueError:
        return text_of(wanted)
    if before == wanted:
        return text
    old, new = flat(before), flat(wanted)
    changed = text
    for key in dict.fromkeys((*old, *new)):
        if key not in old or key not in new or old[key] != new[key] or type(old[key]) is not type(new[key]):
            changed = _with_line(changed, key, literal(new[key]) if key in new else None)
    try:
        is_right = tomllib.loads(changed.replace("\r\n", "\n")) == wanted
    except ValueError:
        is_right = False
    return changed if is_right else text_of(wanted)


def _with_line(text: str, key: str, value: str | None) -> str:
    """With another value on the line of a key, without it where that is None; a missing line is added to its table."""
    *table, name = key.split(".")
    start, end = _table(text, table)
    if start is None:
        return f"{text.rstrip()}\n\n[{'.'.join(table)}]\n{name} = {value}\n" if value is not None else text
    body = text[start:end]
    head = rf"[ \t]*{re.escape(name)}[ \t]*=[ \t]*"
    line = re.compile(rf"(?m)^({head})({_VALUE})([ \t]*(?:#.*?)?\r?)$")
    if value is None:
        body = re.sub(line.pattern + r"\n?", "", body, count=1)
    elif line.search(body):
        body = line.sub(lambda found: f"{found[1]}{value}{found[3]}", body, count=1)
    else:
        body = f"{body.rstrip()}\n{name} = {value}\n{chr(10) if end < len(text) else ''}"
    return text[:start] + body + text[end:]


def _table(text: str, path: list[str]) -> tuple[int | None, int]:
    """From where to where the lines of a table stand; None where there is no such table."""
    heads = list(re.finditer(r"(?m)^[ \t]*(\[+)[ \t]*([^\]\n]+?)[ \t]*\]+.*$", text))
    first = heads[0].start() if heads else len(text)
    if not path:
        return 0, first
    is_one_of_several = path[-1].isdecimal()
    name = ".".join(path[:-1] if is_one_of_several else path)
    mine = [place for place, head in enumerate(heads) if head[2] == name]
    which = int(path[-1]) - 1 if is_one_of_several else 0
    if which >= len(mine):
        return None, len(text)
    place = mine[which]
    return heads[place].end(), heads[place + 1].start() if place + 1 < len(heads) else len(text)
