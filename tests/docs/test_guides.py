"""The guides: each command in them runs, and each file that they show is what they say it is."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from action.repository import BAD, GOOD, IDENTITY, SERVICE, Repository, created
from docs.guides import GUIDES, File, Reader, environment, steps

ROOT = GUIDES.parent
PAGES = (
    "new-repository.md",
    "existing-repository.md",
    "github.md",
    "gitlab.md",
    "pull-requests.md",
    "pre-commit.md",
)
PIPELINE = ROOT / "examples" / "gitlab" / "cmesh-lint.gitlab-ci.yml"
WORKFLOW = ROOT / "examples" / "github" / "pull-request.yml"
ELSEWHERE = ("pip install", "pre-commit install")
"""How commands begin that are run by the tests of a newcomer, who has a machine of his own."""


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    return created(tmp_path / "shop", apps__rate_limit=GOOD, apps__service=SERVICE)


def follow(page: str, repository: Repository) -> dict[str, int]:
    """Exit status by command, of a guide that is followed but for what needs another machine."""
    reader = Reader(repository.folder, environment(**IDENTITY))
    said = {}
    for step in steps(page):
        if isinstance(step, File):
            reader.write(step)
        elif not step.line.startswith(ELSEWHERE):
            said[step.line] = reader.give(step.line).returncode
    return said


def test_a_new_repository(shop: Repository) -> None:
    assert set(follow("new-repository.md", shop).values()) == {0}
    assert shop.git("status", "--porcelain") == ""


def test_an_existing_repository(shop: Repository) -> None:
    shop.write(sandbox__broken=BAD)
    shop.commit()
    assert set(follow("existing-repository.md", shop).values()) == {0}
    table = (shop.folder / "findings.md").read_text("utf-8")
    assert table.count("\n| error | ") == 3
    # The baseline stops what comes on top.
    reader = Reader(shop.folder, environment(**IDENTITY))
    shop.write(apps__worse=BAD.replace("shop", "cart").replace("broken-", "worse-"))
    after = reader.give("cmesh-lint")
    assert after.returncode == 1
    assert "apps/worse.yaml" in after.stdout and "sandbox" not in after.stdout.split("checked")[0]


@pytest.mark.parametrize("page", ["github.md", "gitlab.md", "pull-requests.md"])
def test_a_branch_is_judged_before_it_is_pushed(shop: Repository, page: str) -> None:
    assert set(follow(page, shop).values()) == {0}
    shop.branch("change")
    shop.write(apps__broken=BAD)
    assert set(follow(page, shop).values()) == {1}


@pytest.mark.parametrize("page", ["new-repository.md", "github.md"])
def test_the_workflow_is_the_one_of_the_examples(page: str) -> None:
    shown = [each.text for each in steps(page) if isinstance(each, File) and "workflows" in each.path]
    assert shown == [WORKFLOW.read_text("utf-8").partition("\n")[2]]


def test_the_pipeline_is_the_one_of_the_examples() -> None:
    shown = [each.text for each in steps("gitlab.md") if isinstance(each, File)]
    assert shown == [PIPELINE.read_text("utf-8").partition("\n")[2]]


def test_the_pipeline_is_one_to_gitlab() -> None:
    command = ["check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", str(PIPELINE)]
    checked = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_the_job_of_the_pipeline(shop: Repository) -> None:
    """Its lint is run as it stands, with the variables that a merge request has."""
    job = yaml.safe_load(PIPELINE.read_text("utf-8"))["cmesh-lint"]
    merge_request = job["rules"][0]["variables"]
    assert merge_request == {"CMESH_LINT_CHANGED_SINCE": "$CI_MERGE_REQUEST_DIFF_BASE_SHA"}
    *_, lint = job["script"]
    line = lint.replace("/tmp/cmesh-lint/bin/python", "python")
    shop.write(apps__old=BAD.replace("shop", "cart").replace("broken-", "old-"))
    base = shop.commit()
    shop.branch("change")
    shop.write(apps__broken=BAD)
    shop.commit()
    ran = Reader(shop.folder, environment(CMESH_LINT_CHANGED_SINCE=base)).give(line)
    assert ran.returncode == 1, ran.stdout
    reports = job["artifacts"]["reports"]
    quality = json.loads((shop.folder / reports["codequality"]).read_text("utf-8"))
    assert [each["location"]["path"] for each in quality] == ["apps/broken.yaml"] * 3
    assert (shop.folder / reports["junit"]).read_text("utf-8").count("<failure") == 1


def test_the_tables_of_the_action_are_its_definition() -> None:
    definition = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    page = (GUIDES / "github.md").read_text("utf-8")
    for name, each in definition["inputs"].items():
        default = f"`{each['default']}`" if each["default"] else ""
        assert f"| `{name}` | {default} | {each['description']} |\n" in page
    for name, each in definition["outputs"].items():
        assert f"| `{name}` | {each['description']} |\n" in page


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_a_guide_links_to_is_there(page: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", (GUIDES / page).read_text("utf-8")):
        assert (GUIDES / target).exists(), target
