"""What files hold of policies, and of the CECs that were made of policies and committed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import NamedTuple

from ..krm.committed import order_of
from ..krm.group import STANZAS
from ..krm.reading import Found, is_stanza
from ..source import documents
from ..source.files import Source
from ..source.manifests import Manifest, manifests
from ..source.prefilter import POLICIES
from ..source.resources import is_envoy_config

STDIN = "<stdin>"


class RenderedFile(NamedTuple):
    """A file with CECs that were made of policies."""

    path: str
    folder: str
    """The real path of the folder that their policies are in."""
    deep: bool
    """Whether those in the folders below count, too."""
    built: bool
    """Whether kustomize built the policies."""
    stanzas: frozenset[str]
    """The policies that it is made of: `RateLimitPolicy default/echo`."""

    def covers(self, path: str) -> bool:
        """Whether it should hold what a policy in that file becomes."""
        folder = os.path.dirname(os.path.realpath(path))
        return folder == self.folder or (self.deep and folder.startswith(f"{self.folder}/"))


class Seen(NamedTuple):
    """What files hold of policies."""

    stanzas: tuple[Found, ...]
    """Policies as people write them, by file."""
    unexpanded: tuple[Found, ...]
    """Policies in what was made by others."""
    outputs: tuple[RenderedFile, ...]


def seen(sources: Iterable[Source]) -> Seen:
    """What files hold of policies."""
    stanzas: list[Found] = []
    unexpanded: list[Found] = []
    outputs: list[RenderedFile] = []
    for source in sources:
        every = objects(source)
        names = frozenset(name for each in every if is_envoy_config(each) for name in provenance(each))
        found = [Found(each.value, source.path, each.document, each.route) for each in every if is_stanza(each.value)]
        # What is piped into the linter was made by the program before it.
        (unexpanded if names or source.path == STDIN else stanzas).extend(found)
        if names and source.path != STDIN:
            outputs.append(_output(source, names))
    return Seen(tuple(stanzas), tuple(unexpanded), tuple(outputs))


def objects(source: Source) -> list[Manifest]:
    """The objects of the documents that mention policies."""
    reading = documents.read(source, POLICIES.in_text)
    return [each for document in reading.documents for each in manifests(document)]


def provenance(config: Manifest) -> list[str]:
    """The policies that a CEC is made of."""
    metadata = config.value.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    said = annotations.get(STANZAS) if isinstance(annotations, dict) else None
    lines = said.splitlines() if isinstance(said, str) else []
    return [re.sub(r" \([^()]*\)$", "", line) for line in lines]


def _output(source: Source, names: frozenset[str]) -> RenderedFile:
    order = order_of(source.path, source.data)
    folder = os.path.realpath(order.folder if order else os.path.dirname(source.path) or os.curdir)
    return RenderedFile(source.path, folder, order is not None, order is not None and order.built, names)
