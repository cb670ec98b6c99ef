"""Which files a build has merged into others: they hold parts of objects, and mean nothing alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ..kustomize.graph import Kustomization, KustomizationGraph, is_local
from ..source.manifests import Manifest
from ..source.resources import is_envoy_config
from .origins import ObjectsOf, Origins

_FIELDS = ("group", "version", "kind", "name", "namespace")
_OTHERS = ("labelSelector", "annotationSelector")
_SIMPLE = re.compile(r"[\w.-]*(?:\.[*+][\w-]*){0,2}")
"""Of the expressions that select objects, those that this reads: names, with `.*` in few places."""


class _MergedPatch(NamedTuple):
    """An object of a build, and those of its file that it can come from."""

    manifest: Manifest
    before: Sequence[Manifest]


def merge_patches(
    below: Sequence[Kustomization], graph: KustomizationGraph, text: Origins, objects_of: ObjectsOf
) -> Iterator[str]:
    """The real paths of the files that a build has merged into objects.

    kustomize fails where a patch that names its object finds none, and says nothing where a `target` selects none.
    """
    resources = graph.resources()
    for one in below:
        made = list(_objects(one, graph, text, objects_of))
        for entry, target in one.merged() if made else ():
            path = one.reached(entry) if is_local(entry) else ""
            if path and path not in resources and _is_merged(objects_of(path), target, made):
                yield path


def _objects(
    one: Kustomization, graph: KustomizationGraph, text: Origins, objects_of: ObjectsOf
) -> Iterator[_MergedPatch]:
    """The objects of a build that one of its kustomizations can change."""
    below = graph.below(one)
    files = {each.reached(entry) for each in below for entry in each.bases() if is_local(entry)}
    for number, manifest in text.manifests.items():
        file = text.file(number)
        if file in files:
            yield _MergedPatch(manifest, [each for each in objects_of(file) if each.kind == manifest.kind])


def _is_merged(patches: Sequence[Manifest], target: dict[str, Any] | None, made: Sequence[_MergedPatch]) -> bool:
    """Whether each of the objects in a file was merged into one of the same kind."""
    if target is None:
        return True
    return all(any(_fits(patch, target, each) for each in made) for patch in patches if _matters(patch))


def _matters(patch: Manifest) -> bool:
    return is_envoy_config(patch) or "/" in patch.api_version


def _fits(patch: Manifest, target: dict[str, Any], made: _MergedPatch) -> bool:
    if patch.kind != made.manifest.kind:
        return False
    if not any(target.get(field) for field in _OTHERS):
        chosen = [_selected(target.get(field), _said(field, made)) for field in _FIELDS]
        if None not in chosen:
            return all(chosen)
    return _contains(_content(made.manifest), _content(patch))


def _said(field: str, made: _MergedPatch) -> Iterator[str]:
    """What the object says of itself, and said before kustomize changed its name."""
    for each in (made.manifest, *made.before):
        group, _, version = each.api_version.rpartition("/")
        yield {"group": group, "version": version}.get(field) or str(getattr(each, field, ""))


def _selected(pattern: Any, said: Iterator[str]) -> bool | None:
    """Whether a pattern selects one of some words; None where it is not read."""
    if pattern is None or pattern == "":
        return True
    if not isinstance(pattern, str) or not _SIMPLE.fullmatch(pattern):
        return None
    import re2  # linear, whatever the pattern

    return any(map(re2.compile(pattern).fullmatch, said))


def _content(manifest: Manifest) -> dict[str, Any]:
    """What a patch can set."""
    metadata = manifest.value.get("metadata")
    kept = {"labels", "annotations"}
    said = {key: value for key, value in metadata.items() if key in kept} if isinstance(metadata, dict) else {}
    return {
        **{key: each for key, each in manifest.value.items() if key not in {"apiVersion", "kind"}},
        "metadata": said,
    }


def _contains(whole: Any, part: Any) -> bool:
    """Whether a value is what it is after a part was merged into it."""
    if not isinstance(part, dict) or not isinstance(whole, dict):
        return bool(whole == part)
    return all(key not in whole if each is None else _contains(whole.get(key), each) for key, each in part.items())
