"""Every address that the house answers, found by walking its resolver: no list kept by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter
from django.utils.translation import override

from tests.tiny import SLUG


@dataclass(frozen=True)
class Address:
    """One pattern: its name with its namespaces, where it leads, and what stands in it."""

    name: str
    route: str
    view: Any = field(compare=False)
    parameters: dict[str, Any] = field(compare=False)  # name -> converter

    def __str__(self) -> str:
        return f"{self.name} {self.route}"

    def path(self, samples: dict[str, str]) -> str:
        """An address of this pattern in English, filled with samples that name no row."""
        with override("en"):
            return reverse(self.name, kwargs={name: self._sample(name, samples) for name in self.parameters})

    def _sample(self, name: str, samples: dict[str, str]) -> object:
        if name in samples:
            return samples[name]
        if name == "edition":
            return SLUG
        if isinstance(self.parameters[name], UUIDConverter):
            return UUID(int=0)
        if isinstance(self.parameters[name], IntConverter):
            return 0
        raise AssertionError(f"{self}: write what stands for “{name}” under [samples] in doors.toml")


def every_address() -> list[Address]:
    return list(_walk(get_resolver(), (), "", {}))


def _walk(
    resolver: URLResolver, spaces: tuple[str, ...], route: str, above: dict[str, Any]
) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        here = route + _route_of(pattern)
        parameters = {**above, **pattern.pattern.converters}
        if isinstance(pattern, URLPattern):
            name = ":".join((*spaces, pattern.name)) if pattern.name else ""
            yield Address(name, here, pattern.callback, parameters)
        else:
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern, inner, here, parameters)


def _route_of(pattern: URLPattern | URLResolver) -> str:
    with override("en"):
        return re.sub(r"^\^", "", str(pattern.pattern))
