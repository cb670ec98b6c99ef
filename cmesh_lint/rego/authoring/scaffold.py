"""A new rule to begin with: a card that passes at once, and a test."""

from __future__ import annotations

_RULE = """\
# METADATA
# title: {title}
# description: An object without the label `team`. Say here what the rule catches.
# custom:
#   id: {id}
#   severity: warning
#   why: Say here what happens to whom when it is ignored.
#   fix: Say here what to write instead.
#   bad: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo # want: {id} "no label"
#       namespace: default
#     spec:
#       resources: []
#   good: |
#     apiVersion: cilium.io/v2
#     kind: CiliumEnvoyConfig
#     metadata:
#       name: echo
#       namespace: default
#       labels:
#         team: checkout
#     spec:
#       resources: []
package {package}

deny contains {{"msg": msg, "path": ["metadata", "name"]}} if {{
	input.kind in {{"CiliumEnvoyConfig", "CiliumClusterwideEnvoyConfig"}}
	not input.metadata.labels.team
	msg := sprintf("%s has no label `team`", [input.metadata.name])
}}
"""

_TEST = """\
package {package}_test

import data.{package} as rule

test_label_is_missed if {{
	some found in rule.deny with input as {{"kind": "CiliumEnvoyConfig", "metadata": {{"name": "echo"}}}}
	found.path == ["metadata", "name"]
}}

test_label_is_enough if {{
	count(rule.deny) == 0 with input as {{
		"kind": "CiliumEnvoyConfig",
		"metadata": {{"name": "echo", "labels": {{"team": "checkout"}}}},
	}}
}}
"""


def files(rule_id: str) -> dict[str, str]:
    """The texts of a rule and of its test, by file name. `rule_id` is kebab-case."""
    name = rule_id.replace("-", "_")
    title = rule_id.replace("-", " ").capitalize()
    words = {"id": rule_id, "title": title, "package": f"rules.{name}"}
    return {f"{name}.rego": _RULE.format(**words), f"{name}_test.rego": _TEST.format(**words)}
