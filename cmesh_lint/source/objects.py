"""Kubernetes objects as the custom rules see them: their JSON, and where they stand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from ..finding import NotChecked, ObjectRef
from ..patterns import pattern
from ..places import Route
from ..tuples import NamedTuple
from .documents import holds_mark, read
from .files import Source
from .manifests import Manifest, manifests

_OBJECT = pattern(r"""^(?:[^\S\n]|[{"'])*(?:apiVersion|kind)["']?\s*:""", re.MULTILINE)
_TEMPLATE = "{{"


class Object(NamedTuple):
    """One object."""

    file: str
    document: int
    route: Route
    ref: ObjectRef
    json: str
    """The object as kubectl reads it."""


class Objects(NamedTuple):
    """What a file holds, and what of it could not be read."""

    objects: tuple[Object, ...]
    not_checked: tuple[NotChecked, ...]


def of(found: Iterable[Manifest]) -> Iterator[Object]:
    """The objects that manifests are."""
    for each in found:
        document = each.document
        yield Object(document.source.path, document.index, each.route, each.ref, json.dumps(each.value))


def beside(source: Source) -> Objects:
    """The objects in those documents of a file that hold no CEC or CCEC.

    What cannot be read and looks like no object, or like a template of one, is none.
    """
    reading = read(source, _may_be_one)
    missed = tuple(each for each in reading.not_checked if "Helm template" not in each.reason)
    return Objects(tuple(of(each for document in reading.documents for each in manifests(document))), missed)


def _may_be_one(text: str) -> bool:
    return not holds_mark(text) and _OBJECT.search(text) is not None and _TEMPLATE not in text
