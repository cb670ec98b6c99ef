"""Which CEC a network policy means."""

from __future__ import annotations

from typing import NamedTuple

from ...agent.envelope import DEFAULT_NAMESPACE
from ...agent.names import Owner
from ...repository.facts import Facts, ListenerFacts
from ...repository.index import Repository
from ...repository.kubernetes import NetworkPolicy, PolicyListener
from ...source.resources import CLUSTERWIDE


class Meant(NamedTuple):
    """The CEC and the listener that a policy names."""

    owner: Owner
    configs: list[Facts]
    """More than one where overlays say the same again; none where there is no such CEC."""
    listener: ListenerFacts | None


def meant(policy: NetworkPolicy, each: PolicyListener, repository: Repository) -> Meant | None:
    """What a policy names; None where another rule has something to say about the names."""
    if not isinstance(each.config, str) or not isinstance(each.listener, str) or not each.config or not each.listener:
        return None
    if each.ingress or each.deny or (policy.clusterwide and each.kind == "CiliumEnvoyConfig"):
        return None
    everywhere = each.kind == CLUSTERWIDE or policy.clusterwide
    owner = Owner("" if everywhere else policy.object.namespace or DEFAULT_NAMESPACE, each.config)
    configs = repository.config(*owner)
    name = owner.qualified(each.listener, force=True)
    return Meant(owner, configs, repository.listener_of(*owner, name))
