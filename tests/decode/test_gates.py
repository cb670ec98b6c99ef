"""Who would say no: the decoder, the agent's validation, or Envoy's."""

from __future__ import annotations

from cases import PREFIX, judged

CLUSTER = {"@type": f"{PREFIX}envoy.config.cluster.v3.Cluster", "name": "c"}
PROXY = f"{PREFIX}envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy"


def listener(typed_config: object) -> dict[str, object]:
    return {
        "@type": f"{PREFIX}envoy.config.listener.v3.Listener",
        "name": "l",
        "filter_chains": [{"filters": [{"name": "f", "typed_config": typed_config}]}],
    }


def gates(value: dict[str, object]) -> list[str | None]:
    return [problem.gate for problem in judged(value)]


def test_decoding_is_the_agents_at_any_depth() -> None:
    assert gates({**CLUSTER, "nope": 1}) == ["dropped"]
    assert gates(listener({"@type": PROXY, "stat_prefix": "s", "cluster": "c", "nope": 1})) == ["dropped"]


def test_a_constraint_outside_of_every_any_is_the_agents() -> None:
    assert gates({**CLUSTER, "connect_timeout": "0s"}) == ["refused"]


def test_a_constraint_inside_an_any_is_envoys() -> None:
    assert gates(listener({"@type": PROXY, "cluster": "c"})) == ["nacked"]


def test_a_value_that_does_not_decode_is_not_held_against_its_constraints() -> None:
    assert [p.rule for p in judged({**CLUSTER, "connect_timeout": 0})] == ["invalid-duration"]


def test_validation_passes_over_a_field_that_the_protos_tell_it_to_skip() -> None:
    append = {"append": {"entry": {"key": "", "value": "dg=="}, "action": "APPEND_IF_EXISTS_OR_ADD"}}
    mutation = {"@type": f"{PREFIX}envoy.config.core.v3.KeyValueMutation", **append}
    assert {problem.rule for problem in judged(listener(mutation))} == {"deprecated-field"}
