"""An Envoy extension and a Cilium release → whether that proxy has it; read from `schemas/extensions.json`.

    available("envoy.extensions.filters.http.cors.v3.Cors", Version.parse("1.19.3"))  # False

Cilium builds its own Envoy with a choice of extensions that changes from patch release to patch release, so a late
patch of an old minor can have what the first patch of a newer one lacks. Envoy finds an extension by the message that
configures it, not by the name that is beside it.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from functools import cache
from typing import Any

from . import data
from .protobuf.walk import Message
from .tuples import NamedTuple
from .versions import LATEST, MINORS, Version


class Extension(NamedTuple):
    """An extension of Envoy or of Cilium's proxy."""

    name: str
    types: tuple[str, ...]
    """Full names of the messages that configure it; none where it is chosen by a word."""
    categories: tuple[str, ...]
    built: dict[str, str] | None
    """Minor → the patch releases that have it, as `3-` or `0-5,9-`; None where nothing is known."""
    always: bool
    """Whether every release has it."""

    def available(self, version: Version) -> bool | None:
        """Whether the release has it; None where nothing is known.

        A bare minor is its newest patch release. Of a release whose extensions are not known, it is known at most
        that it has what the one before it has.
        """
        if self.always or self.built is None:
            return True if self.always else None
        patch = version.age[1]
        has = any(first <= patch <= last for first, last in _spans(self.built.get(_described(version.minor), "")))
        return has if has or is_read(version) or (is_listed(version) and not self.built) else None

    @property
    def first_releases(self) -> tuple[str, ...]:
        """The first release of each minor that has it, oldest first: `1.18.10`; `latest` for what comes."""
        return tuple(
            minor if minor == LATEST else f"{minor}.{_spans(patches)[0][0]}"
            for minor, patches in (self.built or {}).items()
        )


_CLIENTS = ("envoy.transport_sockets.upstream",)
_UNSAID = dict.fromkeys(
    (
        "envoy.config.cluster.v3.Cluster.transport_socket",
        "envoy.extensions.transport_sockets.http_11_proxy.v3.Http11ProxyUpstreamTransport.transport_socket",
        "envoy.extensions.transport_sockets.internal_upstream.v3.InternalUpstreamTransport.transport_socket",
        "envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport.transport_socket",
    ),
    _CLIENTS,
)
"""Fields whose comment names no category. Source: what they say in words."""
_MATCHER_FIELDS = {
    "MatcherList.Predicate.SinglePredicate.input": (
        "envoy.matching.common_inputs",
        "envoy.matching.http.input",
        "envoy.matching.network.input",
    ),
    "MatcherList.Predicate.SinglePredicate.custom_match": ("envoy.matching.input_matchers",),
    "MatcherTree.input": (
        "envoy.matching.common_inputs",
        "envoy.matching.http.input",
        "envoy.matching.network.input",
    ),
    "MatcherTree.custom_match": ("envoy.matching.http.custom_matchers", "envoy.matching.network.custom_matchers"),
    "OnMatch.action": ("envoy.matching.action",),
}
_MATCHERS = {
    "xds.type.matcher.v3.StringMatcher.custom": ("envoy.string_matcher",),
} | {
    f"{package}.Matcher.{field}": categories
    for package in ("xds.type.matcher.v3", "envoy.config.common.matcher.v3")
    for field, categories in _MATCHER_FIELDS.items()
}
"""The same of matchers: what Envoy looks for, whatever the matcher decides on."""


_ACTIONS = ("envoy.extensions.filters.http.rate_limit_quota.v3.RateLimitQuotaBucketSettings",)
"""Messages of a filter's package that configure what its matcher does, and no filter."""


class _Known(NamedTuple):
    extensions: tuple[Extension, ...]
    categories: frozenset[str]
    by_type: dict[str, tuple[Extension, ...]]
    envoys: dict[str, dict[str, str]]
    read: dict[str, int]
    fields: dict[str, tuple[str, ...]]


def extensions() -> tuple[Extension, ...]:
    """Every extension that is known, whether some release has it or none, by name."""
    return _known().extensions


def of_type(type_: str) -> tuple[Extension, ...]:
    """The extensions that a message configures: one as a rule, none for any other message."""
    return _known().by_type.get(type_, ())


def available(type_: str, version: Version) -> bool | None:
    """Whether the release has an extension that the message configures; None where nothing is known."""
    answers = [extension.available(version) for extension in of_type(type_)]
    return True if True in answers else None if not answers or None in answers else False


def first_releases(type_: str) -> tuple[str, ...]:
    """The first release of each minor that has an extension which the message configures."""
    found = (extension.first_releases for extension in of_type(type_))
    return next(found, ())


def first_release(type_: str) -> str | None:
    """The oldest release among `first_releases`; None where there is none, or every release has it."""
    return next(iter(first_releases(type_)), None)


def envoy_of(version: Version) -> str:
    """The Envoy of a release, `1.37.5`; of one of which nothing is known that of the newest known one."""
    envoys = {int(patch): envoy for patch, envoy in _known().envoys[_described(version.minor)].items()}
    return envoys[max((patch for patch in envoys if patch <= version.age[1]), default=min(envoys))]


def is_listed(version: Version) -> bool:
    """Whether the image of a release is known. A bare minor is its newest patch release that is known."""
    if version.newer or _described(version.minor) != version.minor:
        return False
    return version.patch is None or version.patch <= max(map(int, _known().envoys[version.minor]))


def is_read(version: Version) -> bool:
    """Whether it is known which extensions a release lacks. A bare minor is the newest patch release where it is."""
    if version.newer or _described(version.minor) != version.minor:
        return False
    return version.patch is None or version.patch <= newest_read(version.minor)


def newest_read(minor: str) -> int:
    """The newest patch release of a minor of which it is known what extensions it lacks."""
    return _known().read.get(_described(minor), 0)


def _described(minor: str) -> str:
    """The minor, or the newest one before it whose images are known."""
    envoys = _known().envoys
    if minor in envoys:
        return minor
    return next(each for each in reversed(MINORS[: MINORS.index(minor)]) if each in envoys)


def is_known(categories: tuple[str, ...]) -> bool:
    """Whether there is an extension of one of the categories."""
    return not _known().categories.isdisjoint(categories)


def newest_patch(minor: str) -> int:
    """The newest patch release of a minor of which anything is known here: its image, or its agent's types."""
    agent = Version.parse(_read("releases.json")[minor]).patch or 0
    return max(agent, newest_read(minor), *map(int, _known().envoys.get(minor, ())))


def unknown(version: Version) -> str:
    """What is not known of a release, in a sentence: all of it, or which extensions it lacks. Empty where all is."""
    newest = newest_patch(version.minor)
    if version.newer or (version.patch or 0) > newest:
        known = f"{version.minor}.{newest}"
        return f"Cilium {version.text} is not known: it is checked as {known}, the newest known"
    if is_read(version):
        return ""
    read = f"{_described(version.minor)}.{newest_read(version.minor)}"
    return (
        f"the Envoy of Cilium {version.text} has at least the extensions of {read}; "
        "whether it lacks others is not checked"
    )


def place(any_: Message) -> tuple[str, ...]:
    """The categories of extensions that an `Any` may hold, by the field it is in; none where that is not known.

    Where the message around the `Any` is a mere wrapper, the field which that is in decides: a transport socket
    is of another category in a listener than in a cluster.
    """
    fields, around = _known().fields, any_.parent
    if around is None:
        return ()
    outer = around.parent
    if outer is not None and (found := fields.get(f"{outer.type}.{around.field}")):
        return found
    return fields.get(f"{around.type}.{any_.field}", ())


def field_categories(type_: str, field: str) -> tuple[str, ...]:
    """The categories of extensions that a field takes, itself or in the wrapper that stands there; none if unknown."""
    return _known().fields.get(f"{type_}.{field}", ())


def _spans(patches: str) -> list[tuple[int, float]]:
    """First and last patch of each run in `0-5,9-`."""
    runs = (run.split("-") for run in patches.split(",") if run)
    return [(int(first), int(last) if last else float("inf")) for first, last in runs]


@cache
def _known() -> _Known:
    table = _read("extensions.json")
    found = tuple(_extension(name, each) for name, each in table["extensions"].items())
    by_type: dict[str, list[Extension]] = defaultdict(list)
    for extension in found:
        for type_ in extension.types:
            by_type[type_].append(extension)
    for type_ in _ACTIONS:
        by_type[type_] = [each._replace(categories=("envoy.matching.action",)) for each in by_type[type_]]
    fields = {field: tuple(categories) for field, categories in _read("any_fields.json")["fields"].items()}
    known = {type_: tuple(each) for type_, each in by_type.items()}
    categories = frozenset(category for extension in found for category in extension.categories)
    return _Known(found, categories, known, table["envoy"], table["read"], {**fields, **_UNSAID, **_MATCHERS})


def _extension(name: str, known: dict[str, Any]) -> Extension:
    built = known["built"]
    releases = built if isinstance(built, dict) else None
    return Extension(name, tuple(known["types"]), tuple(known["categories"]), releases, built == "always")


def _read(name: str) -> Any:
    with open(os.path.join(data.folder("schemas"), name), encoding="utf-8") as file:
        return json.load(file)
