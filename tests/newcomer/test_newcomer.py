"""A newcomer, who follows the README and the guides and does nothing else, gets what they promise.

From a fresh repository to a commit that is stopped, a check on a pull request that fails, and both mended. All of it is
real but GitHub itself: a virtual environment, pre-commit with its hook, git, and the steps of the action.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from action.machine import ACTION, Act
from action.repository import BAD, GOOD, SERVICE, Repository, created, pull_request, push
from corpora import files
from docs.guides import File, Reader, steps

ROOT = Path(__file__).parents[2]
GUIDE = "new-repository.md"


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    """A fresh repository, with manifests of ours and of others."""
    return created(tmp_path / "shop", apps__rate_limit=GOOD, apps__service=SERVICE)


def test_from_the_guide_to_a_passing_check(shop: Repository, machine: dict[str, str], act: Act) -> None:
    reader = Reader(shop.folder, machine)

    # The README leads to the guide, and the guide can be followed without a failure.
    assert f"(docs/{GUIDE})" in (ROOT / "README.md").read_text("utf-8")
    assert reader.follow(GUIDE) == []
    assert shop.git("status", "--porcelain") == ""
    assert shop.git("log", "--format=%s", "-1") == "Lint the Envoy configuration"

    # A bad manifest is stopped at the commit.
    reader.give("git checkout --quiet -b shop")
    shop.write(apps__shop=BAD)
    stopped = reader.give("git add apps && git commit -m 'Limit the shop'")
    assert stopped.returncode == 1
    assert "apps/shop.yaml:22:11: error[unknown-field]" in stopped.stdout
    assert shop.git("log", "--format=%s", "-1") == "Lint the Envoy configuration"

    # Who commits all the same is stopped by the check on the pull request, at the same lines.
    assert reader.give("git commit --no-verify -m 'Limit the shop'").returncode == 0
    failing = act(shop, pull_request(shop), _inputs())
    assert not failing.ok
    assert [(each.file, each.line) for each in failing.annotations] == [("apps/shop.yaml", line) for line in _lines()]
    assert "3 new (3 errors" in failing.summary

    # What the findings say is done, and the commit passes the hook.
    reader.give("git checkout --quiet shop")
    shop.write(apps__shop=_mended(BAD))
    committed = reader.give("git commit --all -m 'Limit the shop, and mean it'")
    assert committed.returncode == 0, committed.stdout
    assert "Passed" in committed.stdout

    # So does the check, on the pull request and after it is merged.
    passing = act(shop, pull_request(shop), _inputs())
    assert passing.ok, passing.log
    assert not passing.annotations
    shop.git("checkout", "--quiet", "main")
    shop.git("merge", "--quiet", "shop")
    assert act(shop, push(shop), _inputs()).ok


def test_a_service_that_a_manifest_needs_cannot_go(shop: Repository, machine: dict[str, str]) -> None:
    reader = Reader(shop.folder, machine)
    assert reader.follow(GUIDE) == []
    reader.write(File(".cmesh-lint.yaml", 'cilium-version: "1.20"\nassume-complete: true\n'))
    assert reader.give("git commit --all -m 'All is here'").returncode == 0
    stopped = reader.give("git rm --quiet apps/service.yaml && git commit -m 'Tidy up'")
    assert stopped.returncode == 1
    assert "apps/rate_limit.yaml" in stopped.stdout


def test_published_manifests_are_taken_in(shop: Repository, machine: dict[str, str], act: Act) -> None:
    """With findings of old in them, by the guide for an existing repository; then only what is new fails."""
    reader = Reader(shop.folder, machine)
    taken = files()[:: max(1, len(files()) // 12)]
    for number, path in enumerate(taken):
        shop.put(f"published/{number}.yaml", path.read_text("utf-8"))
    shop.put("published/old.yaml", BAD.replace("shop", "cart").replace("broken-", "old-"))
    shop.commit()
    assert reader.give("pip install cmesh-lint").returncode == 0
    assert reader.give("cmesh-lint .").returncode == 1
    assert reader.follow("existing-repository.md") == []
    shop.commit("What is meant")

    shop.branch("shop")
    shop.write(apps__shop=BAD)
    shop.commit()
    failing = act(shop, pull_request(shop), _inputs())
    assert not failing.ok
    assert {each.file for each in failing.annotations} == {"apps/shop.yaml"}
    shop.git("checkout", "--quiet", "shop")
    shop.write(apps__shop=_mended(BAD))
    shop.commit()
    passing = act(shop, pull_request(shop), _inputs())
    assert passing.ok, passing.log


def _inputs() -> dict[str, str]:
    """What the workflow of the guide gives to the action."""
    (workflow,) = (each.text for each in steps(GUIDE) if isinstance(each, File) and "workflows" in each.path)
    assert "uses: cmesh-lint/cmesh-lint@" in workflow
    given = re.findall(r'^ {10}([\w-]+): "(.*)"$', workflow.partition("cmesh-lint/cmesh-lint@")[2], re.MULTILINE)
    assert given, ACTION
    return dict(given)


def _lines() -> list[str]:
    return ["22", "35", "52"]


def _mended(text: str) -> str:
    """The manifest as its findings ask for."""
    changes = {"stat_prefixx": "stat_prefix", "5000ms": "5s", "match: {}": "match: {prefix: /}"}
    for wrong, right in changes.items():
        text = text.replace(wrong, right)
    return text
