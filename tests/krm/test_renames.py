"""Services that kustomize has renamed by the time the function runs."""

from __future__ import annotations

from typing import Any

from cmesh_lint.krm.renames import PREVIOUS, renamed, renames


def service(name: str, previous: str | None = None) -> dict[str, Any]:
    annotations = {} if previous is None else {PREVIOUS: previous}
    return {"kind": "Service", "metadata": {"name": name, "annotations": annotations}}


def test_a_former_name_leads_to_the_name() -> None:
    assert renames([service("prod-cart", "cart,a-cart"), service("stock")]) == {
        "cart": "prod-cart",
        "a-cart": "prod-cart",
    }


def test_a_name_in_use_is_no_former_name() -> None:
    assert renames([service("prod-cart", "cart"), service("cart")]) == {}


def test_a_name_of_several_leads_nowhere() -> None:
    assert renames([service("a-cart", "cart"), service("b-cart", "cart")]) == {}


def test_only_references_within_the_namespace_follow() -> None:
    spec = {
        "targetRefs": [{"kind": "Service", "name": "cart"}],
        "routes": [{"name": "cart", "backendRefs": [{"name": "cart"}, {"name": "cart", "namespace": "other"}]}],
        "global": {"backendRef": {"name": "cart"}, "domain": "cart"},
    }
    assert renamed(spec, {"cart": "prod-cart"}) == {
        "targetRefs": [{"kind": "Service", "name": "prod-cart"}],
        "routes": [{"name": "cart", "backendRefs": [{"name": "prod-cart"}, {"name": "cart", "namespace": "other"}]}],
        "global": {"backendRef": {"name": "prod-cart"}, "domain": "cart"},
    }
