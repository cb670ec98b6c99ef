"""What cannot be checked until something else fills it in: templates, variables; and texts that are not YAML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..finding import NotChecked, Problem
from ..places import Route
from ..source.documents import Document
from ..source.manifests import Manifest


def template(manifest: Manifest) -> NotChecked | None:
    """That a CEC is a template; None where it is none."""
    if "{{" not in manifest.document.text:
        return None
    from ..source.templates import is_template

    if not is_template(manifest.value, manifest.within is not None):
        return None
    reason = "looks like a template; lint the output of `helm template` or of what else fills it in"
    return _not_checked(manifest.document, manifest.route, reason)


def variables(manifest: Manifest) -> Iterator[NotChecked]:
    """The values of a CEC that hold a variable of Flux without a default. The rest of it is checked."""
    for route, name in manifest.document.unknown:
        if route[: len(manifest.route)] == manifest.route:
            where = ".".join(map(str, route[len(manifest.route) :]))
            reason = f"{manifest.ref}: `{where}` holds `${{{name}}}`, which Flux fills in: this value is not known"
            yield _not_checked(manifest.document, route, reason)


def without_variables(manifest: Manifest, problems: Iterable[Problem]) -> Manifest | None:
    """The CEC without the fields whose variable does not fit their type as it is written; None where all of them do.

    `${port}` is a number once Flux has filled it in. Until then nothing can be said of the field.
    """
    unknown = {each.route for each in manifest.document.unknown}
    wrong = {problem.route for problem in problems} & unknown
    routes = [route[len(manifest.route) :] for route in wrong if isinstance(route[-1], str)]
    value = manifest.value
    for route in routes:
        value = _without(value, route)
    return None if value is manifest.value else manifest._replace(value=value)


def about_known(manifest: Manifest, problems: Iterable[Problem]) -> list[Problem]:
    """The problems but those of values that hold a variable, and of what holds such a value."""
    unknown = {each.route for each in manifest.document.unknown}
    unknown |= {route[:-1] for route in unknown}
    return [problem for problem in problems if problem.route not in unknown]


def _without(value: Any, route: Route) -> Any:
    if isinstance(value, dict) and route and route[0] in value:
        rest = {key: each for key, each in value.items() if key != route[0]}
        return rest if len(route) == 1 else {**value, route[0]: _without(value[route[0]], route[1:])}
    if isinstance(value, list) and len(route) > 1 and isinstance(route[0], int) and route[0] < len(value):
        return [_without(each, route[1:]) if at == route[0] else each for at, each in enumerate(value)]
    return value


def inside(documents: Iterable[Document]) -> Iterator[NotChecked]:
    """Texts inside of objects that speak of a CEC and are no YAML."""
    for document in documents:
        for route, why in document.contents.unread:
            where = ".".join(map(str, route))
            reason = f"the CiliumEnvoyConfig in `{where}` is {why}" if why == "a template" else f"`{where}` {why}"
            yield _not_checked(document, route, reason)


def _not_checked(document: Document, route: Route, reason: str) -> NotChecked:
    return NotChecked(document.source.path, reason, document.index, document.span(route).line)
