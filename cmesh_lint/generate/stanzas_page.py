"""The prose of `docs/policies.md`."""

from __future__ import annotations

HEAD = """\
# Policies

A *policy stanza*, or policy for short, says in ten lines of YAML what takes seventy lines of Envoy configuration.
`cmesh-krm` generates CiliumEnvoyConfigs (CECs) from policies during `kustomize build`; `cmesh-lint expand FILE...` does
the same on the command line, and `--explain` shows line by line what each line of a policy produced. Policies never
reach the cluster: their kinds do not exist there, and `kubectl apply` fails if one is left over.

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

If Gateway API can do the job, use it instead: Cilium's maintainers call CECs close to an implementation detail.

## How policies become CECs

- **One CEC for each Service.** All policies that name a Service in `targetRefs`, from any file or overlay, become one
  CEC. It has the name and the namespace of the Service. AdminListener and MetricsListener target no Service: each
  becomes a CiliumClusterwideEnvoyConfig (CCEC) with its own name.
- **Policies of one kind are merged.** One may set `requests` and `per`, another `responseHeaders`. Lists whose entries
  have names (`routes`, `rules`, `providers`, `descriptors`, `patches`) are merged by name; any other list is a single
  value. Two policies that set one field to different values are an error that shows both places. The order of policies
  does not matter.
- **A policy about how a Service is called** (routes, limits, who may call it) applies to calls to the Services in its
  `targetRefs`. **A policy about a Service as a destination** (`connectTimeout`, `loadBalancer`, `outlierDetection`,
  `protocol`, CircuitBreakerPolicy, HealthCheckPolicy, BackendTLSPolicy) applies wherever requests go to that Service:
  also in the CEC of another Service that splits or mirrors traffic to it.
- **`routes`** limits a policy to routes of the TrafficPolicy, by name. The policy is then a separate filter, disabled on
  the other routes. It applies on top of a policy without `routes`.
- **Filters are in this order:** CORS, basic auth, JWT, external authorization, authorization (DENY, then ALLOW), local
  rate limit, rate limit service, buffer, compression, filters of an EnvoyPatchPolicy, router.
- **Routes are in the order of Gateway API:** exact path, regular expression, longer prefix; then method, more headers,
  more parameters; then by name. The route `default` is last.

| What | Its name |
|---|---|
| CEC | the Service: `echo` |
| listener, route table | `listener`, `routes`; with a port `listener-80`, `routes-80`. The agent renames it to `NAMESPACE/echo/listener` |
| cluster | `echo`; for another namespace `echo.other`; for a port `echo:8080` |
| endpoints (EDS) | `NAMESPACE/echo`, or `NAMESPACE/echo:8080` |
| HTTP filter | Envoy's usual name; if limited to routes, with the routes: `envoy.filters.http.rbac/admin` |

A CEC has the labels `app.kubernetes.io/managed-by: cmesh-lint` and `policy.cmesh-lint.io/service`, and the labels and
annotations that all of its policies share. The annotation `policy.cmesh-lint.io/stanzas` lists the policies it was
generated from, with their files; `policy.cmesh-lint.io/generated-by` names the tool. The CEC also switches
`cec.cilium.io/use-original-source-address` off, as Cilium requires wherever Services are named (before 1.19 by the
label; 1.14 has neither).

The CEC depends on the Cilium version (`--cilium-version`, `ciliumVersion`). Anything that version does not support is an
error that names the version that does.

Overlays patch policies like any other object, field by field. For what no kind covers, an
[EnvoyPatchPolicy](#envoypatchpolicy) sets Envoy's own fields.
"""

LINES = """\
## How much shorter

| Scenario | Lines of policies | Lines of CECs |
|---|---|---|"""
