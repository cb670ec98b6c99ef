"""Which extensions the stock Envoy has to do without to be like that of a Cilium release."""

from __future__ import annotations

from ..extensions import extensions
from ..versions import Version

_NEEDED = frozenset({"envoy.network.dns_resolver.getaddrinfo"})
"""Without it Envoy crashes as it starts."""


def missing_extensions(version: Version) -> tuple[str, ...]:
    """What Cilium's Envoy is built without, as `CATEGORY/NAME`."""
    return tuple(
        f"{category}/{extension.name}"
        for extension in extensions()
        if extension.available(version) is False and extension.name not in _NEEDED
        for category in extension.categories
    )
