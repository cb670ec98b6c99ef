"""What the tests of stanzas share: YAML text → stanzas → CECs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cmesh_lint.krm.expand import Expansion, expand
from cmesh_lint.krm.reading import Found, is_stanza, read
from cmesh_lint.krm.stanza import in_order
from cmesh_lint.krm.wording import word
from cmesh_lint.source.documents import read as documents_of
from cmesh_lint.source.files import Source
from cmesh_lint.source.manifests import manifests
from cmesh_lint.versions import NEWEST, Version

Expand = Callable[..., tuple[Expansion, list[str]]]


def expanded(*texts: str, version: Version = NEWEST) -> tuple[Expansion, list[str]]:
    """What comes of stanzas in files `1.yaml`, `2.yaml`, …, and all complaints in words."""
    found = [
        Found(manifest.value, source.path, document, manifest.route)
        for source in (Source(f"{number}.yaml", text.encode()) for number, text in enumerate(texts, 1))
        for document in documents_of(source, lambda _: True).documents
        for manifest in manifests(document)
        if is_stanza(manifest.value)
    ]
    stanzas, complaints = read(found)
    made = expand(stanzas, version)
    return made, [word(each) for each in in_order((*complaints, *made.complaints))]


@pytest.fixture
def expansion() -> Expand:
    """`expansion(text, …, version=…)` gives the Expansion and the complaints in words."""
    return expanded
