"""What the function is told: `functionConfig` → Orders."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from ..suggest import did_you_mean
from ..versions import NEWEST, UnknownVersionError, Version
from .group import API_VERSION
from .reading import CONFIGS, is_stanza

EXPANSION, VALIDATION = CONFIGS
Object = dict[str, Any]
Role = Literal["expand", "validate"]

FIELDS = {EXPANSION: ("ciliumVersion", "policies"), VALIDATION: ("ciliumVersion",)}


class Orders(NamedTuple):
    """What the function shall do."""

    role: Role = "expand"
    version: Version = NEWEST
    policies: tuple[Object, ...] = ()
    """Stanzas that came with the orders."""


class OrdersError(ValueError):
    """A `functionConfig` that makes no sense. Its text has all that is wrong, a line each."""


def orders(config: Object | None) -> Orders:
    """What a `functionConfig` says; raises OrdersError. One that is a stanza is expanded itself."""
    if config is None:
        return Orders()
    if is_stanza(config):
        return Orders(policies=(config,))
    kind = config.get("kind")
    if kind == "ConfigMap":
        data = config.get("data") or {}
        return Orders(version=_version(data.get("ciliumVersion"), "data.ciliumVersion"))
    if config.get("apiVersion") != API_VERSION or kind not in FIELDS:
        known = ", ".join((*FIELDS, "ConfigMap"))
        raise OrdersError(
            f"functionConfig is a `{kind}` of `{config.get('apiVersion')}`; expected a stanza or one of {known}"
        )
    spec = config.get("spec") or {}
    wrong = [
        f"functionConfig: unknown field `spec.{field}`{did_you_mean(field, FIELDS[kind])}"
        for field in spec
        if field not in FIELDS[kind]
    ]
    policies = spec.get("policies") or []
    if not isinstance(policies, list) or not all(is_stanza(each) for each in policies):
        wrong.append(f"functionConfig: `spec.policies` is no list of stanzas of `{API_VERSION}`")
    if wrong:
        raise OrdersError("\n".join(wrong))
    version = _version(spec.get("ciliumVersion"), "spec.ciliumVersion")
    return Orders("validate" if kind == VALIDATION else "expand", version, tuple(policies))


def _version(text: object, field: str) -> Version:
    try:
        return NEWEST if text is None else Version.parse(str(text))
    except UnknownVersionError as unknown:
        raise OrdersError(f"functionConfig: `{field}`: {unknown}") from unknown
