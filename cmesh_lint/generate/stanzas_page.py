"""The prose of `docs/stanzas.md`."""

from __future__ import annotations

HEAD = """\
# Stanzas

A stanza says in ten lines what takes seventy lines of Envoy. `cmesh-krm` makes CiliumEnvoyConfigs (CECs) of stanzas
while kustomize builds; `cmesh-lint expand FILE...` does so by hand, and `--explain` shows line by line what a stanza
becomes. A stanza never reaches the cluster: there is no such kind there, and `kubectl apply` fails if one is left.

```yaml
# yaml-language-server: $schema=../schemas/stanzas/all.json
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: RateLimitPolicy
metadata: {name: echo-limit, namespace: default}
spec:
  targetRefs: [{kind: Service, name: echo-service-1}]
  requests: 2
  per: 5s
```

Where Gateway API can do the job, it is the better tool: Cilium's maintainers call CECs close to an implementation
detail.

## How stanzas become CECs

- **One CEC for each Service.** All stanzas that name a Service in `targetRefs`, whatever file or overlay they come from,
  become one CEC. It has the name and the namespace of the Service. AdminListener and MetricsListener name no Service:
  each becomes a CiliumClusterwideEnvoyConfig (CCEC) of its own name.
- **Stanzas of one kind add up.** One may give `requests` and `per`, another `responseHeaders`. Entries of lists with
  names (`routes`, `rules`, `providers`, `descriptors`, `patches`) add up by name; any other list is one value. Two
  stanzas that say different things of one field are an error that shows both places. Their order means nothing.
- **A policy about how a Service is called** (routes, limits, who may call it) acts on calls to the Services of its
  `targetRefs`. **A policy about a Service as a destination** (`connectTimeout`, `loadBalancer`, `outlierDetection`,
  `protocol`, CircuitBreakerPolicy, HealthCheckPolicy, BackendTLSPolicy) acts wherever requests go to that Service: in
  the CEC of another one that splits or mirrors traffic, too.
- **`routes`** limits a policy to routes of the TrafficPolicy, by name. It is then a filter of its own, switched off on
  the other routes. It comes on top of a policy without `routes`.
- **Filters stand in this order:** CORS, basic auth, JWT, external authorization, authorization (DENY, then ALLOW), local
  rate limit, rate limit service, buffer, compression, filters of an EnvoyPatchPolicy, router.
- **Routes stand in the order of Gateway API:** an exact path, a regular expression, the longer prefix; then a method, more
  headers, more parameters; then by name. The route `default` is last.

| What | Its name |
|---|---|
| CEC | the Service: `echo` |
| listener, route table | `listener`, `routes`; with a port `listener-80`, `routes-80`. The agent makes `NAMESPACE/echo/listener` of it |
| cluster | `echo`; of another namespace `echo.other`; of a port `echo:8080` |
| endpoints (EDS) | `NAMESPACE/echo`, or `NAMESPACE/echo:8080` |
| HTTP filter | Envoy's usual name; limited to routes, with the routes: `envoy.filters.http.rbac/admin` |

A CEC bears the labels `app.kubernetes.io/managed-by: cmesh-lint` and `policy.cmesh-lint.io/service`, and the labels and
annotations that all of its stanzas have alike. The annotation `policy.cmesh-lint.io/stanzas` lists the stanzas it is
made of with their files, `policy.cmesh-lint.io/generated-by` the tool. It switches `cec.cilium.io/use-original-source-address`
off, as Cilium asks for wherever Services are named (before 1.19 by the label; 1.14 knows neither).

The CEC depends on the version of Cilium (`--cilium-version`, `ciliumVersion`). What that version lacks is refused, with
the version that has it.

An overlay patches stanzas as any other object, field by field. What no kind says, an
[EnvoyPatchPolicy](#envoypatchpolicy) says in Envoy's own fields.
"""

LINES = """\
## How much shorter

| Scenario | Lines of stanzas | Lines of CECs |
|---|---|---|"""
