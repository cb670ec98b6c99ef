"""AccessLogPolicy: a line for each request, or connection."""

from __future__ import annotations

from typing import Any

from ..fields import integer, mapping, one_of, path, table, text
from ..pieces import MANAGER, TCP_PROXY, Attachment, Making, Piece, PolicySource, Trouble
from ..values import any_of
from .kind import Kind

_STREAM = "envoy.extensions.access_loggers.stream.v3."
_LOGS = {
    "stdout": ("envoy.access_loggers.stdout", _STREAM + "StdoutAccessLog"),
    "stderr": ("envoy.access_loggers.stderr", _STREAM + "StderrAccessLog"),
    "file": ("envoy.access_loggers.file", "envoy.extensions.access_loggers.file.v3.FileAccessLog"),
}


def build(policy: PolicySource, attachment: Attachment) -> Making:
    spec = policy.spec
    (sink, target), *_ = spec.get("sink", {"stdout": {}}).items()
    log, type_ = _LOGS[sink]
    config = any_of(type_, **({"path": target["path"]} if sink == "file" else {}))
    if "text" in spec and "json" in spec:
        yield Trouble(("json",), "a line is `text` or `json`, not both")
    elif "text" in spec:
        config["log_format"] = {"text_format_source": {"inline_string": _line(spec["text"])}}
    elif "json" in spec:
        config["log_format"] = {"json_format": dict(sorted(spec["json"].items()))}
    entry: dict[str, Any] = {"name": log, "typed_config": config}
    if "minStatus" in spec:
        if attachment.tcp:
            yield Trouble(("minStatus",), "TCP connections have no status")
        key = {"default_value": spec["minStatus"], "runtime_key": "access_log_min_status"}
        entry["filter"] = {"status_code_filter": {"comparison": {"op": "GE", "value": key}}}
    of = tuple((field,) for field in spec)
    yield Piece(TCP_PROXY if attachment.tcp else MANAGER, {"access_log": [entry]}, of)


def _line(format_: str) -> str:
    return format_ if format_.endswith("\n") else f"{format_}\n"


KIND = Kind(
    name="AccessLogPolicy",
    summary="Access log: writes a line for each request, or for each connection of a Service that is proxied as TCP.",
    spec={
        "sink": one_of(
            "Where to write. Default: Envoy's standard output, that is, the log of its container.",
            {
                "stdout": table("Standard output.", {}),
                "stderr": table("Standard error.", {}),
                "file": table("A file in Envoy's container.", {"path": path("Its path.")}, ["path"]),
            },
        ),
        "text": text(
            "The line, with Envoy's command operators such as `%RESPONSE_CODE%`. Default: Envoy's own format."
        ),
        "json": mapping(
            "The line as JSON: keys, and Envoy's command operators.", text("A value such as `%RESPONSE_CODE%`.")
        ),
        "minStatus": integer("Only log requests whose response has this status or a higher one.", 100, 599),
    },
    listener=build,
    tcp=True,
    examples=(
        """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: AccessLogPolicy
metadata: {name: echo-log, namespace: default}
spec:
  targetRefs: [{kind: Service, name: echo-service-1}]
  json: {status: "%RESPONSE_CODE%", path: "%REQ(:path)%", took: "%DURATION%"}
  minStatus: 500
  sink: {stdout: {}}
""",
        """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: AccessLogPolicy
metadata: {name: echo-log, namespace: default}
spec:
  targetRefs: [{kind: Service, name: echo-service-1}]
  sink: {stderr: {}}
---
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: AccessLogPolicy
metadata: {name: cart-log, namespace: default}
spec:
  targetRefs: [{kind: Service, name: cart}]
  sink: {file: {path: /dev/stdout}}
  text: "%START_TIME% %REQ(:METHOD)% %RESPONSE_CODE%"
""",
    ),
)
