"""The config source that points Envoy at the agent, in the default mode (`--envoy-xds-mode=split`).

Source: CiliumXDSConfigSource in pkg/envoy of Cilium.
"""

from __future__ import annotations

from .draft import Table
from .features import Features

REASON = "served by the agent"


def of_agent(features: Features) -> Table:
    """A fresh ConfigSource."""
    source: Table = {
        "api_config_source": {
            "api_type": "GRPC",
            "transport_api_version": "V3",
            "grpc_services": [{"envoy_grpc": {"cluster_name": "xds-grpc-cilium"}}],
            "set_node_on_first_message_only": True,
        },
        "resource_api_version": "V3",
    }
    if features.initial_fetch_timeout:
        source["initial_fetch_timeout"] = features.initial_fetch_timeout
    return source
