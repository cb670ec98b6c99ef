"""The real Envoy rejects what the agent makes of the config. `cmesh-lint verify` speaks for it."""

from __future__ import annotations

from ...rule import Rule, mended
from ..echo import ECHO

BAD = mended(
    ECHO,
    (
        "          http_filters:\n",
        "          request_id_extension:\n"
        "            typed_config:\n"
        '              "@type": type.googleapis.com/google.protobuf.Empty\n'
        "          http_filters:\n",
    ),
)
RULE = Rule(
    id="envoy-rejects",
    title="The real Envoy rejects it",
    severity="error",
    gate="nacked",
    catches=(
        "What `envoy --mode validate` refuses of the resources that the agent makes of a config. Only "
        "`cmesh-lint verify` asks; where no other rule knows the reason, Envoy's own words are all there is."
    ),
    why="The agent sends the resources, Envoy rejects them and keeps what it had.",
    bad=BAD,
    good=ECHO,
    fix="Read what Envoy says: it names the field, or quotes the value, that it does not take.",
    log=("gRPC config for type.googleapis.com/envoy.config.listener.v3.Listener rejected",),
)
