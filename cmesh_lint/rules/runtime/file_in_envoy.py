"""File is read in the container of Envoy."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...decode.wording import show
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_THERE = ("/etc/ssl/certs/", "/var/run/cilium/", "/dev/")
"""Folders that are there in Cilium's own image."""


def check(source: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames names of files."""
    name = source.fields.get("filename")
    if isinstance(name, str) and name and not name.startswith(_THERE):
        yield RULE.found(
            f"{show(name)} is read in the cilium-envoy container on every node", source.route_of("filename")
        )


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="File is read in the container of Envoy",
        catches="A `filename` in a data source, such as the path of a certificate.",
        why=(
            "The file is read in the container of cilium-envoy, or of the agent if Envoy runs there, on every node. "
            "Files of your pods are not in it."
        ),
        bad=fix_example(
            ECHO,
            (
                "      routes:\n",
                """      routes:
      - match: {path: /robots.txt}
        direct_response:
          status: 200
          body: {filename: /robots.txt}  # want: file-in-envoy "cilium-envoy container"
""",
            ),
        ),
        good=ECHO,
        fix="Use SDS, or an inline value if it is not a secret.",
    )


RULE = Rule(
    id="file-in-envoy",
    severity="warning",
    gate="runtime",
    effect="Envoy rejects the resource on every node where its container does not have the file",
    on=("envoy.config.core.v3.DataSource",),
    check=check,
    page=page,
)
