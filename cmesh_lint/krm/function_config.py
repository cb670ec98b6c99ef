"""What the function is reported: `functionConfig` → Orders."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from ..places import spell
from ..versions import NEWEST, UnknownVersionError, Version
from . import schema
from .group import API_VERSION
from .reading import is_stanza

Object = dict[str, Any]
Role = Literal["expand", "validate"]


class Orders(NamedTuple):
    """What the function shall do."""

    role: Role = "expand"
    version: Version = NEWEST
    policies: tuple[Object, ...] = ()
    """Policies that came with the orders."""


class OrdersError(ValueError):
    """A `functionConfig` that makes no sense. Its text has all that is wrong, a line each."""


def orders(config: Object | None) -> Orders:
    """What a `functionConfig` says; raises OrdersError. One that is a policy is expanded itself."""
    if config is None:
        return Orders()
    if is_stanza(config):
        return Orders(policies=(config,))
    kind = config.get("kind")
    if kind == "ConfigMap":
        data = config.get("data") or {}
        if not isinstance(data, dict):
            raise OrdersError("functionConfig: `data` is not an object")
        return Orders(version=_version(data.get("ciliumVersion"), "data.ciliumVersion"))
    if config.get("apiVersion") != API_VERSION or kind not in tuple(schema.CONFIGS):
        known = ", ".join((*schema.CONFIGS, "ConfigMap"))
        raise OrdersError(
            f"functionConfig is a `{kind}` of `{config.get('apiVersion')}`; expected a policy or one of {known}"
        )
    wrong = schema.faults(kind, {field: each for field, each in config.items() if each is not None})
    if wrong:
        raise OrdersError("\n".join(f"functionConfig: {spell(fault.route)}: {fault.message}" for fault in wrong))
    spec = config.get("spec") or {}
    policies = tuple(spec.get("policies", ()))
    strange = [index for index, each in enumerate(policies) if not is_stanza(each)]
    if strange:
        raise OrdersError(f"functionConfig: spec.policies[{strange[0]}]: not a policy of `{API_VERSION}`")
    version = _version(spec.get("ciliumVersion"), "spec.ciliumVersion")
    return Orders("validate" if kind == "PolicyValidation" else "expand", version, policies)


def _version(text: object, field: str) -> Version:
    try:
        return NEWEST if text is None else Version.parse(str(text))
    except UnknownVersionError as unknown:
        raise OrdersError(f"functionConfig: `{field}`: {unknown}") from unknown
