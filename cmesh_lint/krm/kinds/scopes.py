"""Policies for some routes: a filter of their own, switched off on the other routes."""

from __future__ import annotations

from ..pieces import Attachment, Making, Piece, PolicySource, route
from ..values import any_of

FILTER_CONFIG = "envoy.config.route.v3.FilterConfig"


def limit(name: str, policy: PolicySource) -> str:
    """The name of a policy's filter: the usual one, with the routes it is limited to and what else distinguishes it."""
    return "/".join((name, *filter(None, (policy.variant, ",".join(policy.routes)))))


def switched_off(policy: PolicySource, filters: set[str], attachment: Attachment) -> Making:
    """The pieces that switch the filters of a policy off on the routes that it is not for."""
    for each in attachment.routes:
        if policy.routes and each not in policy.routes:
            off = {name: any_of(FILTER_CONFIG, disabled=True) for name in sorted(filters)}
            yield Piece(route(each), {"typed_per_filter_config": off}, (("routes",),))
