"""A CEC or CCEC and a Cilium release → what the agent sends to Envoy, or why it refuses. Pure: no disk but schemas.

Cheap questions have modules of their own: `names` (what is this called in Envoy?), `envelope` (are filters injected?),
`published` (which endpoints does the agent serve?). The whole is `transform.Agent`.

Source: pkg/ciliumenvoyconfig of Cilium (before 1.16: pkg/envoy and pkg/k8s/watchers); every release of `features` was
read in its newest patch release, and since 1.18 each is held against the real code in tests/conformance.
"""
