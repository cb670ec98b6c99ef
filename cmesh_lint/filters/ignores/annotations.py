"""Annotations of an object that ignore: what passes through kustomize, which takes comments out."""

from __future__ import annotations

from collections.abc import Iterator

from ...source.documents import Document
from ...source.manifests import Manifest, manifests
from .ignore import Ignore

PREFIX = "ignore.cmesh-lint.io/"
"""The id of the rule follows; the value is the reason."""


def ignores_of_annotations(document: Document) -> Iterator[Ignore]:
    """The ignores that the objects of a document bear."""
    for manifest in manifests(document):
        metadata = manifest.value.get("metadata")
        annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
        for name, value in annotations.items() if isinstance(annotations, dict) else ():
            if name.startswith(PREFIX):
                yield _ignore(manifest, name, value)


def _ignore(manifest: Manifest, name: str, value: object) -> Ignore:
    document = manifest.document
    route = (*manifest.route, "metadata", "annotations", name)
    span = document.span(route, "key")
    return Ignore(
        rules=(name.removeprefix(PREFIX),),
        reason=value.strip() if isinstance(value, str) else "",
        by="annotation",
        place=document.place_of(route, span),
        covers=document.whole(manifest.route),
        object=manifest.ref,
    )
