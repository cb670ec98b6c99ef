"""The rule judge: hands each message and each CEC to the rules that asked for it.

`rules/subscriptions.py` says which module wants which message, so a rule nobody needs is not even imported.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from functools import cache

from .. import faults
from ..cec.envoy_config import EnvoyConfig
from ..finding import Problem
from ..protobuf.walk import Message
from ..repository.facts import Facts
from ..repository.index import Repository
from ..repository.kubernetes import NetworkPolicy
from ..rule import CONFIG, POLICY, REPOSITORY, Rule, holds
from ..rules.subscriptions import SUBSCRIPTIONS
from ..versions import Version


class RuleRunner:
    """Judges for one version of Cilium.

    A rule that raises is a fault of the project, not of the manifest: it costs what that rule would have found here,
    and nothing else. The words for it go to `failed`.
    """

    def __init__(self, version: Version) -> None:
        self._version = version
        self._wanted: dict[str, tuple[Rule, ...]] = {}

    def check(self, message: Message, config: EnvoyConfig, failed: list[str]) -> list[Problem]:
        """What the rules about this message find."""
        rules = self.wanting(message.type)
        if message.unread:  # Envoy rejects nothing that it does not read
            rules = tuple(rule for rule in rules if rule.gate != "nacked")
        return _asked(rules, failed, message, config)

    def check_config(self, config: EnvoyConfig, failed: list[str]) -> list[Problem]:
        """What the rules about a whole CEC find."""
        return _asked(self.wanting(CONFIG), failed, config)

    def check_repository(self, facts: Facts, repository: Repository, failed: list[str]) -> list[Problem]:
        """What the rules about the whole repository find in one CEC."""
        return _asked(self.wanting(REPOSITORY), failed, facts, repository)

    def check_policy(self, policy: NetworkPolicy, repository: Repository, failed: list[str]) -> list[Problem]:
        """What the rules about network policies find in one."""
        return _asked(self.wanting(POLICY), failed, policy, repository)

    def wanting(self, what: str) -> tuple[Rule, ...]:
        """The rules that want to see `what` and hold for the version."""
        found = self._wanted.get(what)
        if found is None:
            found = tuple(rule for rule in map(_rule, SUBSCRIPTIONS.get(what, ())) if holds(rule, self._version))
            self._wanted[what] = found
        return found


def _asked(rules: Iterable[Rule], failed: list[str], *about: object) -> list[Problem]:
    found: list[Problem] = []
    for rule in rules:
        assert rule.check is not None
        try:
            found.extend(rule.check(*about))
        except Exception as error:  # our own fault: it costs this rule alone, and is told
            failed.append(f"the rule `{rule.id}` failed: {faults.describe(error)}")
    return found


@cache
def _rule(module: str) -> Rule:
    rule: Rule = importlib.import_module(f"cmesh_lint.rules.{module}").RULE
    return rule
