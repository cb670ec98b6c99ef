"""A Wasm plugin that Envoy cannot load."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ..data_sources import inline

PLUGIN = "envoy.extensions.wasm.v3.PluginConfig"
_HOLDERS = (
    "envoy.extensions.filters.http.wasm.v3.Wasm",
    "envoy.extensions.filters.network.wasm.v3.Wasm",
    "envoy.extensions.access_loggers.wasm.v3.WasmAccessLog",
)
_MAGIC = "\0asm"
"""How a Wasm module begins."""


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a plugin without code, code that is no Wasm, and settings that exclude each other."""
    if message.type in _HOLDERS:
        if "config" not in message.fields:
            yield RULE.found("`config` is missing, so there is no code to load", message.route)
        return
    if message.fields.get("fail_open") is True and message.fields.get("failure_policy", _UNSET) != _UNSET:
        text = "`fail_open` cannot be combined with `failure_policy`; remove `fail_open`"
        yield RULE.found(text, message.route_of("fail_open"), at="key")
    machine = message.child("vm_config")
    if machine is None:
        yield RULE.found("`vm_config` is missing, so there is no code to load", message.route)
        return
    yield from _code(machine)
    yield from _environment(machine)


_UNSET = "UNSPECIFIED"


def _code(machine: Message) -> Iterator[Problem]:
    code = machine.child("code")
    if code is None or not {"local", "remote"} & code.fields.keys():
        yield RULE.found("`code` is missing; set `local` or `remote`", (code or machine).route, at="key")
        return
    text = inline(code.child("local"))
    if text is not None and not text.startswith(_MAGIC):
        yield RULE.found(
            "the inline code is not a Wasm module, which begins with the bytes `\\0asm`", code.route_of("local")
        )


def _environment(machine: Message) -> Iterator[Problem]:
    variables = machine.child("environment_variables")
    if variables is None:
        return
    names, table = variables.fields.get("host_env_keys", []), variables.fields.get("key_values", {})
    if not isinstance(names, list) or not isinstance(table, dict):
        return
    for index, name in enumerate(names):
        if name in names[:index] or name in table:
            yield RULE.found(f"duplicate environment variable `{name}`", (*variables.route_of("host_env_keys"), index))


_REMOTE = """\
remote:
                      http_uri: {uri: https://example.com/echo.wasm, cluster: default/echo, timeout: 5s}
                      sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"""


def page() -> Page:
    from ..examples import http_filter

    bad = http_filter("""\
- name: envoy.filters.http.wasm
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm
    config:
      name: echo
      vm_config:
        runtime: envoy.wasm.runtime.v8
        code:
          local: {inline_string: echo.wasm}  # want: wasm-plugin "is not a Wasm module"
""")
    return Page(
        title="A Wasm plugin that Envoy cannot load",
        catches=(
            "A plugin without `vm_config` or `code`, inline code that is not a Wasm module, an environment variable "
            "that is set twice, and `fail_open` together with `failure_policy`."
        ),
        why=(
            "Envoy loads a plugin when it receives the filter, and rejects the listener if that fails, even with "
            "`fail_open`."
        ),
        bad=bad,
        good=fix_example(bad, ("local: {inline_string: echo.wasm}", _REMOTE)),
        fix="Point `code` to a module: a file in Envoy's container, or a `remote` one.",
        log=("Plugin … failed to load", "only one of fail_open or failure_policy can be set"),
        more=(
            Example(
                "no `config`",
                bad=http_filter("""\
- name: envoy.filters.http.wasm
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm  # want: wasm-plugin "`config` is missing"
"""),
            ),
            Example(
                "no code",
                bad=http_filter("""\
- name: envoy.filters.http.wasm
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm
    config:
      name: echo
      vm_config:  # want: wasm-plugin "`code` is missing"
        runtime: envoy.wasm.runtime.v8
"""),
            ),
            Example(
                "two failure policies",
                bad=http_filter("""\
- name: envoy.filters.http.wasm
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm
    config:
      name: echo
      failure_policy: FAIL_CLOSED
      fail_open: true  # want: wasm-plugin "remove `fail_open`"
      vm_config:
        runtime: envoy.wasm.runtime.v8
        code: {local: {filename: /plugins/echo.wasm}}
"""),
            ),
            Example(
                "a duplicate environment variable",
                bad=http_filter("""\
- name: envoy.filters.http.wasm
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm
    config:
      name: echo
      vm_config:
        runtime: envoy.wasm.runtime.v8
        code: {local: {filename: /plugins/echo.wasm}}
        environment_variables:
          key_values: {STAGE: test}
          host_env_keys:
          - STAGE  # want: wasm-plugin "duplicate environment variable `STAGE`"
"""),
            ),
        ),
    )


RULE = Rule(
    id="wasm-plugin",
    severity="error",
    gate="nacked",
    on=(PLUGIN, *_HOLDERS),
    check=check,
    page=page,
)
