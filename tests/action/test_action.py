"""The steps of action.yml, run as a runner would, on repositories made for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from action.machine import ACTION, Act, Installed, of_a_stranger, spied_on
from action.repository import BAD, GOOD, SERVICE, Repository, created, pull_request, push

from cmesh_lint import __version__

UPLOAD = "Upload to code scanning"
UPLOADING = frozenset({"github/codeql-action/upload-sarif"})
OLD_ERROR = GOOD.replace("stat_prefix: echo", "stat_prefixx: echo", 1)
CONFIG = ".cmesh-lint.yaml"


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    """A repository without a finding."""
    return created(tmp_path / "shop", apps__rate_limit=GOOD, apps__service=SERVICE)


def broken(shop: Repository) -> None:
    """A branch that adds a manifest with three errors."""
    shop.branch("change")
    shop.write(apps__broken=BAD)
    shop.commit()


def test_the_released_version_is_installed(installed: Installed) -> None:
    assert installed.job.ok, installed.job.log
    assert installed.job.log.splitlines()[-2:][0].startswith(f"cmesh-lint {__version__}")
    assert not installed.executed.exists()


def test_a_pull_request_with_new_errors_fails(shop: Repository, act: Act) -> None:
    broken(shop)
    job = act(shop, pull_request(shop))
    assert not job.ok
    assert job.ran == ["Lint", UPLOAD, "Verdict"]
    assert [(each.level, each.file, each.line, each.title) for each in job.annotations] == [
        ("error", "apps/broken.yaml", "22", "error: unknown-field"),
        ("error", "apps/broken.yaml", "35", "error: invalid-duration"),
        ("error", "apps/broken.yaml", "52", "error: missing-oneof"),
    ]
    assert "3 new (3 errors, 0 warnings), 0 old since" in job.log
    assert job.summary.startswith("## cmesh-lint\n")
    assert job.summary.count("\n| error | ") == 3
    assert job.outputs["exit-status"] == "1"
    sarif = json.loads(Path(job.outputs["sarif-file"]).read_text("utf-8"))
    assert [each["ruleId"] for each in sarif["runs"][0]["results"]] == [
        "unknown-field",
        "invalid-duration",
        "missing-oneof",
    ]
    report = json.loads(Path(job.outputs["json-file"]).read_text("utf-8"))
    assert len(report["findings"]) == 3
    assert job.step(UPLOAD).given == {"sarif_file": job.outputs["sarif-file"], "category": "cmesh-lint"}


def test_old_errors_do_not_fail_a_pull_request(shop: Repository, act: Act) -> None:
    shop.write(apps__broken=BAD)
    shop.commit()
    shop.branch("change")
    shop.write(apps__service=SERVICE + "# no change to speak of\n")
    shop.commit()
    job = act(shop, pull_request(shop))
    assert job.ok
    assert not job.annotations
    assert "0 new (0 errors, 0 warnings), 3 old since" in job.summary
    assert job.outputs["exit-status"] == "0"


def test_what_a_change_breaks_elsewhere_fails(shop: Repository, act: Act) -> None:
    shop.put(CONFIG, "assume-complete: true\n")
    shop.commit()
    shop.branch("change")
    (shop.folder / "apps" / "service.yaml").unlink()
    shop.commit()
    job = act(shop, pull_request(shop))
    assert not job.ok
    assert {each.file for each in job.annotations} == {"apps/rate_limit.yaml"}


def test_a_base_that_has_moved_on_is_not_blamed_on_the_change(shop: Repository, act: Act) -> None:
    """GitHub merges with the newest base, and tells the one there was when the pull request was last touched."""
    before = shop.git("rev-parse", "main")
    shop.branch("change")
    shop.write(apps__service=SERVICE + "# no change to speak of\n")
    shop.commit()
    shop.git("checkout", "--quiet", "main")
    shop.write(apps__broken=BAD)
    shop.commit()
    shop.git("checkout", "--quiet", "change")
    event = pull_request(shop)
    stale = {**event.payload["pull_request"], "base": {"sha": before}}
    job = act(shop, event._replace(payload={**event.payload, "pull_request": stale}))
    assert job.ok, job.log


def test_a_checkout_of_the_head_is_compared_with_the_base(shop: Repository, act: Act) -> None:
    broken(shop)
    event = pull_request(shop)
    shop.git("checkout", "--quiet", "change")
    job = act(shop, event)
    assert not job.ok
    assert len(job.annotations) == 3


def test_a_merge_queue_is_compared_with_its_base(shop: Repository, act: Act) -> None:
    shop.write(apps__broken=BAD)
    base = shop.commit()
    shop.write(apps__other=OLD_ERROR.replace("echo", "other"))
    shop.commit()
    event = push(shop)
    queued = {**event.payload, "merge_group": {"base_sha": base}}
    job = act(shop, event._replace(name="merge_group", payload=queued))
    assert not job.ok
    assert {each.file for each in job.annotations} == {"apps/other.yaml"}


def test_a_push_reports_everything(shop: Repository, act: Act) -> None:
    shop.write(apps__broken=BAD)
    shop.commit()
    job = act(shop, push(shop))
    assert not job.ok
    assert len(job.annotations) == 3
    assert UPLOAD in job.ran


def test_a_clean_push_passes(shop: Repository, act: Act) -> None:
    job = act(shop, push(shop))
    assert job.ok, job.log
    assert not job.annotations
    assert job.outputs["exit-status"] == "0"


@pytest.mark.parametrize(
    "asked, fork, visibility, uploads",
    [
        ("auto", False, "public", True),
        ("auto", True, "public", False),
        ("auto", False, "private", False),
        ("true", False, "private", True),
        ("true", True, "public", True),
        ("false", False, "public", False),
    ],
)
def test_where_there_is_an_upload(
    shop: Repository, act: Act, asked: str, fork: bool, visibility: str, uploads: bool
) -> None:
    shop.branch("change")
    shop.commit()
    job = act(shop, pull_request(shop, fork, visibility), {"sarif": asked})
    assert (UPLOAD in job.ran) == uploads


def test_a_refused_upload_does_not_fail_the_job(shop: Repository, act: Act) -> None:
    job = act(shop, push(shop), refused=UPLOADING)
    assert not job.step(UPLOAD).ok
    assert job.ok


def test_nothing_of_a_stranger_is_executed(shop: Repository, act: Act, tmp_path: Path) -> None:
    executed = tmp_path / "executed"
    broken(shop)
    of_a_stranger(shop, executed)
    shop.commit()
    event = pull_request(shop, fork=True)
    spied_on(shop)
    variables = {"PYTHONPATH": str(shop.folder)}
    job = act(shop, event, {"paths": ".\ninner"}, variables)
    assert not executed.exists(), executed.read_text()
    assert not job.ok
    assert UPLOAD not in job.ran
    assert len(job.annotations) == 3


@pytest.mark.parametrize(
    "config",
    [
        "severity:\n  unknown-field: off\n  invalid-duration: off\n  missing-oneof: off\n",
        "exclude: ['**/broken.yaml']\n",
        "fail-level: never\n",
        "baseline: known.json\n",
        "paths: [apps/service.yaml]\n",
    ],
)
def test_the_configuration_of_a_pull_request_switches_nothing_off(shop: Repository, act: Act, config: str) -> None:
    broken(shop)
    shop.put(CONFIG, config)
    shop.put("known.json", "{}")
    shop.commit()
    job = act(shop, pull_request(shop, fork=True))
    assert not job.ok
    assert [each.level for each in job.annotations].count("error") == 3
    assert f"not applied: <code>{CONFIG}</code>" in job.summary


def test_the_configuration_of_the_base_holds(shop: Repository, act: Act) -> None:
    shop.put(CONFIG, "severity:\n  unknown-field: off\n  invalid-duration: off\n  missing-oneof: off\n")
    shop.commit()
    broken(shop)
    job = act(shop, pull_request(shop, fork=True))
    assert job.ok, job.log


ODD = '$(touch executed); `touch executed` "quoted" \' & | * -rf'


@pytest.mark.parametrize(
    "given", ["paths", "cilium-version", "rules", "config", "fail-level", "changed-since", "category"]
)
@pytest.mark.parametrize("text", [ODD, "--output=executed", "-\n-", "a\nb\n\n${{ github.token }}"])
def test_what_is_given_is_never_executed(shop: Repository, act: Act, given: str, text: str) -> None:
    job = act(shop, push(shop), {given: text})
    assert not list(shop.folder.parent.rglob("executed"))
    if given == "category":
        assert job.ok
        assert job.step(UPLOAD).given["category"] == text
    else:
        assert job.outputs["exit-status"] in ("2", "3")
        assert not job.ok


def test_a_folder_with_an_odd_name_is_linted(shop: Repository, act: Act) -> None:
    shop.put(f"--format/{ODD.replace('/', '')}/cec.yaml", BAD)
    shop.commit()
    job = act(shop, push(shop), {"paths": "--format\napps/service.yaml"})
    assert job.outputs["exit-status"] == "1"
    assert len(job.annotations) == 3


def test_wrong_configuration_is_a_verdict_in_clear_text(shop: Repository, act: Act) -> None:
    shop.put(CONFIG, "fail-levle: error\n")
    shop.commit()
    job = act(shop, push(shop), {"sarif": "true"})
    assert not job.ok
    assert job.ran == ["Lint", "Verdict"]
    assert job.outputs == {"exit-status": "2", "sarif-file": "", "json-file": ""}
    assert "fail-levle" in job.step("Lint").log
    assert "Nothing was checked:" in job.summary and "fail-levle" in job.summary
    assert [each.message for each in job.annotations] == ["wrong usage or configuration: see the log of the step Lint"]


def test_a_shallow_clone_is_told_what_it_lacks(shop: Repository, act: Act, tmp_path: Path) -> None:
    broken(shop)
    event = pull_request(shop)
    job = act(_clone(shop, tmp_path / "shallow", depth=1), event)
    assert job.outputs["exit-status"] == "2"
    assert "`fetch-depth: 0` of actions/checkout" in job.summary


def test_a_merge_with_its_parents_is_enough(shop: Repository, act: Act, tmp_path: Path) -> None:
    broken(shop)
    event = pull_request(shop)
    job = act(_clone(shop, tmp_path / "shallow", depth=2), event)
    assert job.outputs["exit-status"] == "1"
    assert len(job.annotations) == 3


def _clone(shop: Repository, folder: Path, depth: int) -> Repository:
    shop.git("branch", "merged")
    shop.git("clone", "--quiet", f"--depth={depth}", "--branch=merged", shop.folder.as_uri(), str(folder))
    clone = Repository(folder)
    clone.git("checkout", "--quiet", "--detach")
    return clone


def test_nothing_found_is_no_success(shop: Repository, act: Act) -> None:
    shop.put("empty/README.md", "nothing here\n")
    shop.commit()
    job = act(shop, push(shop), {"paths": "empty"})
    assert not job.ok
    assert job.outputs["exit-status"] == "3"
    assert "nothing was checked: no YAML or JSON file found" in job.summary
    assert [each.level for each in job.annotations] == ["warning", "error"]


def test_reports_of_an_earlier_step_are_not_shown_again(shop: Repository, act: Act) -> None:
    shop.write(apps__broken=BAD)
    shop.commit()
    assert len(act(shop, push(shop)).annotations) == 3
    job = act(shop, push(shop), {"fail-level": "nonsense"})
    assert [each.level for each in job.annotations] == ["error"]
    assert job.outputs["sarif-file"] == ""


def test_the_worst_ten_are_annotated(shop: Repository, act: Act) -> None:
    for number in range(6):
        shop.put(f"apps/broken-{number}.yaml", BAD.replace("shop", f"shop{number}").replace("broken-", f"b{number}-"))
    shop.commit()
    job = act(shop, push(shop))
    assert [each.level for each in job.annotations] == ["error"] * 9 + ["notice"]
    assert job.summary.count("\n| error | ") == 18


def test_what_is_linted_gives_no_commands_to_the_runner(shop: Repository, act: Act) -> None:
    text = BAD.replace("stat_prefixx: echo", "stat_prefixx: '##[error]forged'").replace("5000ms", '"::error::forged"')
    shop.put("::error ::forged.yaml", text)
    shop.commit()
    job = act(shop, push(shop))
    assert "forged" in job.step("Lint").log
    assert [each.title for each in job.annotations] == [
        "error: unknown-field",
        "error: invalid-duration",
        "error: missing-oneof",
    ]


@pytest.mark.parametrize("given", ["annotations", "summary"])
def test_what_is_not_wanted_is_left_out(shop: Repository, act: Act, given: str) -> None:
    shop.write(apps__broken=BAD)
    shop.commit()
    job = act(shop, push(shop), {given: "false"})
    assert bool(job.annotations) == (given != "annotations")
    assert bool(job.summary) == (given != "summary")


def test_nothing_of_the_definition_is_pasted_into_a_script() -> None:
    scripts = [line for line in (ACTION / "action.yml").read_text().splitlines() if line.lstrip().startswith("run:")]
    assert len(scripts) == 3
    assert not [line for line in scripts if "${{" in line]
