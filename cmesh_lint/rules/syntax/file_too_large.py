"""A file that is not read for its size."""

from __future__ import annotations

from ...rule import Page, Rule

BAD = """\
# A CEC somewhere in a file of more than 20 MiB.
"""
GOOD = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: echo
  namespace: default
spec:
  backendServices:
  - name: echo
    namespace: default
  resources:
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo
    type: EDS
    connect_timeout: 5s
"""


def page() -> Page:
    return Page(
        title="A file too large to be read",
        catches="A file of more than 20 MiB that holds Envoy configuration. It is not read.",
        why=(
            "The API server takes no request beyond 3 MiB. A file this large is a dump or an archive of many objects, "
            "and nothing in it was judged."
        ),
        bad=BAD,
        good=GOOD,
        fix="Split the file, one object to each, or leave it out with `exclude`.",
    )


RULE = Rule(
    id="file-too-large",
    severity="error",
    gate=None,
    page=page,
)
