"""A file that is too large to read."""

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
        title="A file that is too large to read",
        catches="A file of more than 20 MiB that contains Envoy config. It is not read.",
        why=(
            "The API server accepts no request above 3 MiB. A file this large is a dump or an archive of many "
            "objects, and nothing in it was checked."
        ),
        bad=BAD,
        good=GOOD,
        fix="Split the file, one object per file, or exclude it with `exclude`.",
    )


RULE = Rule(
    id="file-too-large",
    severity="error",
    gate=None,
    page=page,
)
