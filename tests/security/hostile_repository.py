"""A repository of a stranger: whatever in it can name a program, a file or an address does, and all are traps."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from cmesh_lint.source.yaml_writer import dump

from .mutations import CONFIG, POLICIES

SECRET = "tok-3n-0f-s0m3b0dy"
ADDRESS = "127.0.0.1:9"
CONFIGURED = f"""\
opa-url: http://{ADDRESS}
opa-token-file: /etc/shadow
"""
"""A configuration that names a server and a file outside: it may be refused as a whole."""

_TRAP = "#!/bin/sh\ntouch '{ran}'\nexec cat\n"
_PYTHON = "open({ran!r}, 'w').close()\n"
_KUSTOMIZATION = """\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- ../apps
- https://{address}/stranger/base?ref=main
- git::ssh://{address}/stranger/base
helmCharts: [{{name: a, repo: "http://{address}", version: 1.0.0, releaseName: a}}]
generators: [generator.yaml]
transformers: [generator.yaml]
"""
_GENERATOR = """\
apiVersion: example.com/v1
kind: Evil
metadata:
  name: evil
  annotations:
    config.kubernetes.io/function: |
      exec: {path: ./plugin}
"""
_DYNAMIC = """\
---
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata: {name: dynamic, namespace: default}
spec:
  resources:
  - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
    name: dynamic
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: dynamic
          access_log:
          - name: file
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog
              path: written-by-envoy
          route_config:
            virtual_hosts: [{name: a, domains: ["*"], routes: [{match: {prefix: /}, direct_response: {status: 200}}]}]
          http_filters:
          - name: dynamic
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.dynamic_modules.v3.DynamicModuleFilter
              dynamic_module_config: {name: x, do_not_close: true}
              filter_name: x
          - name: envoy.filters.http.router
            typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
"""


def make(top: Path, ran: Path) -> None:
    """Makes the repository. What runs anything of it makes the file `ran`."""
    trap = _TRAP.format(ran=ran)
    _write(top / "apps/config.yaml", CONFIG + _DYNAMIC)
    _write(top / "apps/policies.yaml", "---\n".join(map(dump, POLICIES[0])))
    _write(top / "apps/kustomization.yaml", "resources: [config.yaml, policies.yaml]\n")
    _write(top / "overlay/kustomization.yaml", _KUSTOMIZATION.format(address=ADDRESS))
    _write(top / "overlay/generator.yaml", _GENERATOR)
    _program(top / "overlay/plugin", trap)
    for name in ("git", "kustomize", "opa", "conftest", "envoy", "python3", "helm", "sh"):
        _program(top / name, trap)
    for name in ("sitecustomize", "usercustomize", "click", "yaml", "jsonschema", "cmesh_lint_rules", "conftest"):
        _write(top / f"{name}.py", _PYTHON.format(ran=str(ran)))
    _write(top / "evil.pth", f"import os; os.system('touch {ran}')\n")
    _write(top / "environment/pyvenv.cfg", f"home = {top}\n")
    _write(top / "environment/config.yaml", CONFIG)
    (top / "libx.so").write_bytes(b"\x7fELF no module")
    _write(top / "token", SECRET)
    os.mkfifo(top / "apps/pipe.yaml")
    os.symlink("/dev/zero", top / "apps/zero.yaml")
    os.symlink("/etc/shadow", top / "apps/shadow.yaml")
    _write(top / ".gitattributes", "* filter=evil diff=evil merge=evil\n")
    subprocess.run(["git", "init", "-q", "-b", "main", str(top)], check=True)
    ours = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-C", str(top)]
    subprocess.run([*ours, "add", "apps/config.yaml", "apps/policies.yaml", "apps/kustomization.yaml"], check=True)
    subprocess.run([*ours, "commit", "-q", "-m", "a"], check=True)
    with (top / ".git/config").open("a") as file:
        file.write(
            f"[core]\n\tfsmonitor = {top}/git\n\tpager = {top}/git\n\teditor = {top}/git\n\tsshCommand = {top}/git\n"
            f"\thooksPath = {top}/.git/hooks\n"
            f'[filter "evil"]\n\tclean = {top}/git\n\tsmudge = {top}/git\n\tprocess = {top}/git\n\trequired = true\n'
            f'[diff "evil"]\n\ttextconv = {top}/git\n\tcommand = {top}/git\n[diff]\n\texternal = {top}/git\n'
            f"[credential]\n\thelper = {top}/git\n[gpg]\n\tprogram = {top}/git\n"
        )
    for hook in ("fsmonitor-watchman", "post-index-change", "pre-commit", "post-checkout", "reference-transaction"):
        _program(top / ".git/hooks" / hook, trap)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _program(path: Path, text: str) -> None:
    _write(path, text)
    path.chmod(0o755)
