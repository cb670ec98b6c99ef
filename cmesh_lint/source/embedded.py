"""A Kubernetes object or Helm values → the CECs inside of it, at any depth, also in text: `extraObjects`, ConfigMaps.

An object is found by its `apiVersion` and `kind`. A reference to one has neither `metadata` nor `spec`. A patch is not
an object, so what is below the keys of patches is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..places import Route
from ..syntax.chunks import Chunk, chunks
from ..syntax.errors import UnreadableError
from ..syntax.parts import parts
from ..tuples import NamedTuple
from .prefilter import ENVOY_CONFIG

GROUP = "cilium.io/"
KINDS = frozenset({"CiliumEnvoyConfig", "CiliumClusterwideEnvoyConfig"})
DEPTH = 3
"""Texts within texts: Helm values in an Application in a ConfigMap."""
_PATCHES = ("patch", "postRenderers", "kubectl.kubernetes.io/last-applied-configuration")
"""Keys begin with these where what is below is no object of its own."""


class Found(NamedTuple):
    """A CEC inside of another object, where it is seen from that object."""

    route: Route
    value: dict[str, Any]


class Unread(NamedTuple):
    """A text that speaks of a CEC and cannot be read as YAML."""

    route: Route
    reason: str


class OpenedText(NamedTuple):
    """A text that holds YAML with a CEC: its documents, by lines of the text."""

    route: Route
    documents: tuple[tuple[int, int], ...]
    """The first line of each document and the one after its last, counted from 0."""


class Contents(NamedTuple):
    """What is inside of an object."""

    found: tuple[Found, ...] = ()
    unread: tuple[Unread, ...] = ()
    opened: tuple[OpenedText, ...] = ()


def contents(value: Any) -> Contents:
    """The CECs inside of a value that is none itself. Each is found once, also where aliases repeat it."""
    search = _Search()
    search.look(value, (), 0)
    return Contents(tuple(search.found), tuple(search.unread), tuple(search.opened))


def is_config(value: Any) -> bool:
    """Whether a value is a CEC or CCEC as a whole object, not a reference to one."""
    if not isinstance(value, dict) or not isinstance(value.get("apiVersion"), str):
        return False
    kind = value.get("kind")
    named = isinstance(kind, str) and kind in KINDS and value["apiVersion"].startswith(GROUP)
    return named and ("metadata" in value or "spec" in value)


def namespace_set_by(value: dict[str, Any]) -> str:
    """The namespace that an object gives to what it deploys, empty where it is not plain: HelmRelease, Application."""
    kind, spec, metadata = value.get("kind"), value.get("spec"), value.get("metadata")
    spec, metadata = (each if isinstance(each, dict) else {} for each in (spec, metadata))
    if kind == "HelmRelease":
        found = spec.get("targetNamespace") or metadata.get("namespace")
    elif kind == "Application":
        destination = spec.get("destination")
        found = destination.get("namespace") if isinstance(destination, dict) else None
    else:
        found = None
    return found if isinstance(found, str) else ""


class _Search:
    def __init__(self) -> None:
        self.found: list[Found] = []
        self.unread: list[Unread] = []
        self.opened: list[OpenedText] = []

    def look(self, value: Any, route: Route, depth: int) -> None:
        """Walks through a value; no recursion but into texts."""
        pending: list[tuple[Route, Any]] = [(route, value)]
        seen: set[int] = set()
        while pending:
            here, each = pending.pop()
            if isinstance(each, str):
                if (ENVOY_CONFIG.word in each and "\n" in each.strip("\n")) or each.lstrip()[:1] == "{":
                    self._open(each, here, depth)
                continue
            if not isinstance(each, (dict, list)) or id(each) in seen:
                continue
            seen.add(id(each))  # what aliases repeat is one object
            if here != route and isinstance(each, dict) and is_config(each):
                self.found.append(Found(here, each))
            elif isinstance(each, dict):
                pending.extend(((*here, key), item) for key, item in reversed(each.items()) if not _is_patch(key))
            else:
                pending.extend(((*here, index), item) for index, item in reversed([*enumerate(each)]))

    def _open(self, text: str, route: Route, depth: int) -> None:
        if ENVOY_CONFIG.word not in text or depth >= DEPTH:
            return
        documents = list(chunks(text))
        before = len(self.found)
        try:
            for number, chunk in enumerate(documents):
                below = (*route, number) if len(documents) > 1 else route
                for part in parts(text[chunk.start : chunk.end], False):
                    if is_config(part.value):
                        self.found.append(Found(below, part.value))
                    else:
                        self.look(part.value, below, depth + 1)
        except UnreadableError as error:
            if "kind" in text and GROUP in text:
                template = "{{" in text
                self.unread.append(Unread(route, "a template" if template else f"cannot be read: {error.message}"))
        if len(self.found) > before:
            self.opened.append(OpenedText(route, tuple(_lines(text, chunk) for chunk in documents)))


def _is_patch(key: str) -> bool:
    return key.startswith(_PATCHES)


def _lines(text: str, chunk: Chunk) -> tuple[int, int]:
    first = text.count("\n", 0, chunk.start)
    return first, first + text.count("\n", chunk.start, chunk.end) + 1


def texts(value: Any) -> Iterator[str]:
    """The texts of a value, keys among them."""
    pending, seen = [value], set[int]()
    while pending:
        here = pending.pop()
        if isinstance(here, str):
            yield here
        elif isinstance(here, (dict, list)) and id(here) not in seen:
            seen.add(id(here))
            pending.extend(here)
            pending.extend(here.values() if isinstance(here, dict) else ())
