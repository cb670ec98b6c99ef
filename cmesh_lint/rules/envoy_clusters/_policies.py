"""The load balancing policies of a cluster, the newer way."""

from __future__ import annotations

from collections.abc import Iterator

from ...extensions import available, of_type
from ...protobuf.walk import Message, payload_type
from ...versions import Version

_POLICIES = "envoy.extensions.load_balancing_policies."
PROVIDED = f"{_POLICIES}cluster_provided.v3.ClusterProvided"


CATEGORY = "envoy.load_balancing_policies"
_STRUCTS = ("xds.type.v3.TypedStruct", "udpa.type.v1.TypedStruct")
"""They name the policy inside."""


def first(cluster: Message, version: Version) -> Message | None:
    """What configures the policy that Envoy takes of `load_balancing_policy`."""
    return taken(cluster.child("load_balancing_policy"), version)


def taken(policies: Message | None, version: Version) -> Message | None:
    """What configures the first of a list of policies that the Envoy of that version has."""
    for extension in _extensions(policies):
        if is_usable(extension, version):
            return extension.child("typed_config")
    return None


def has_usable(policies: Message, version: Version) -> bool:
    """Whether that Envoy has one of the policies."""
    return any(is_usable(extension, version) for extension in _extensions(policies))


def is_usable(extension: Message, version: Version) -> bool:
    """Whether that Envoy has the policy: it goes by the type, and passes over those that it does not know."""
    written = extension.get("typed_config")
    type_ = payload_type(written) if isinstance(written, dict) else ""
    if type_ in _STRUCTS or type_.startswith("cilium."):
        return True
    fitting = any(CATEGORY in each.categories for each in of_type(type_))
    return fitting and available(type_, version) is not False


def _extensions(policies: Message | None) -> Iterator[Message]:
    for policy in policies.children("policies") if policies is not None else ():
        extension = policy.child("typed_extension_config")
        if extension is not None:
            yield extension
