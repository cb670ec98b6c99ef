"""The configuration file: where it is looked for, what it may say, and all that is wrong with it at once."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pytest

from cmesh_lint.config.file import NAME, Config, ConfigError, check_rules, find, load
from cmesh_lint.versions import Version

SCHEMA = json.loads(files("cmesh_lint").joinpath("config", "config.schema.json").read_bytes())


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Writes a configuration file into the working directory, a folder of the test's own."""
    monkeypatch.chdir(tmp_path)

    def write(text, folder="."):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / NAME).write_bytes(text if isinstance(text, bytes) else text.encode())
        return f"{folder}/{NAME}".removeprefix("./")

    return write


def complaints(path):
    with pytest.raises(ConfigError) as caught:
        load(path)
    head, *lines = str(caught.value).split("\n")
    assert head == "the configuration cannot be used"
    assert all(line.startswith(f"{path}:") for line in lines)
    return [line.removeprefix(f"{path}:") for line in lines]


def test_everything_it_may_say(written):
    path = written(
        "cilium-version: ['1.20', v1.18.6]\n"
        "paths: [apps, clusters/production]\n"
        "exclude:\n- vendor/**\n"
        "fail-level: warning\n"
    )
    assert load(path) == Config(
        path=NAME,
        cilium_versions=(Version("1.20", "1.20"), Version("1.18.6", "1.18", 6)),
        paths=("apps", "clusters/production"),
        exclude=("vendor/**",),
        fail_level="warning",
    )


def test_one_version_needs_no_list(written):
    assert load(written("cilium-version: latest\n")).cilium_versions == (Version("latest", "latest"),)


def test_paths_are_seen_from_the_file(written, tmp_path):
    (tmp_path / ".git").mkdir()
    assert load(written("paths: [apps, ../other]\n", "team")).paths == ("team/apps", "other")


@pytest.mark.parametrize("text", ["", "---\n", "# nothing yet\n", "{}\n", "\ufeff"])
def test_a_file_that_says_nothing(written, text):
    assert load(written(text)) == Config(path=NAME)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fail-levle: error\n", ["1:1: unknown key `fail-levle`; did you mean `fail-level`?"]),
        ("zzz: 1\n", ["1:1: unknown key `zzz`"]),
        (
            "fail-level: warn\n",
            ['1:13: found "warn", expected one of critical, error, warning, info, never; did you mean `warning`?'],
        ),
        ("cilium-version: 1.20\n", ['1:17: found 1.2, expected a quoted string, as in "1.20"']),
        ("cilium-version: [1.20]\n", ['1:18: found 1.2, expected a quoted string, as in "1.20"']),
        ("cilium-version: []\n", ["1:17: it must not be empty"]),
        (
            "cilium-version: ['1.20', '1.13']\n",
            [
                "1:26: unknown Cilium version `1.13`; known are 1.14, 1.15, 1.16, 1.17, 1.18, 1.19, 1.20, latest, "
                "and patch releases such as 1.20.0"
            ],
        ),
        ("exclude: vendor\n", ['1:10: found "vendor", expected a list']),
        ("exclude: ['']\n", ["1:11: it must not be empty"]),
        ("- a\n", ['1:1: found ["a"], expected keys with values']),
        (
            "exclude:\n- 1\nfail-levle: error\npaths: x\n",
            [
                "2:3: found 1, expected a quoted string",
                "3:1: unknown key `fail-levle`; did you mean `fail-level`?",
                '4:8: found "x", expected a list',
            ],
        ),
        ("paths: [a]\nexclude: []\npaths: [b]\n", ["3:1: duplicate key `paths`"]),
        (
            "severity:\n  unused-cluster: erorr\n",
            ['2:19: found "erorr", expected one of off, on, info, warning, error, critical; did you mean `error`?'],
        ),
        ("severity: error\n", ['1:11: found "error", expected keys with values']),
        ("parameters: [a]\n", ['1:13: found ["a"], expected keys with values']),
        (
            "overrides:\n- path: [a]\n",
            [
                "2:3: expected `paths` or `namespaces`: what it applies to",
                "2:3: unknown key `path`; did you mean `paths`?",
            ],
        ),
        ("overrides:\n- severity: {}\n", ["2:3: expected `paths` or `namespaces`: what it applies to"]),
        ("overrides:\n- namespaces: []\n", ["2:15: it must not be empty"]),
    ],
)
def test_what_is_wrong_and_where(written, text, expected):
    assert complaints(written(text)) == expected


RULES = "severity:\n  known: off\noverrides:\n- paths: [a]\n  severity:\n    other: on\n    knwon: info\n"


def test_a_rule_that_nobody_has_is_told_with_its_place(written):
    config = load(written(RULES))
    check_rules(config, {"known", "other", "knwon"})
    with pytest.raises(ConfigError) as caught:
        check_rules(config, {"known"})
    assert str(caught.value).split("\n")[1:] == [
        f"{NAME}:6:5: there is no rule `other`",
        f"{NAME}:7:5: there is no rule `knwon`; did you mean `known`?",
    ]


def test_the_baseline_is_seen_from_the_file(written):
    assert load(written("baseline: known.json\n", "team")).baseline == "team/known.json"


def test_broken_yaml_has_a_place(written):
    (complaint,) = complaints(written("paths:\n- 'a\n"))
    assert complaint.startswith("2:3: ")


def test_bytes_that_are_no_text_are_a_complaint(written):
    assert complaints(written("# ü\n\npaths: [".encode() + b"'\xff']\n")) == ["3:10: not UTF-8"]


def test_the_schema_holds_what_it_shows_as_examples():
    validator = jsonschema.Draft202012Validator(SCHEMA)
    named = SCHEMA["properties"] | {name: SCHEMA["$defs"][name] for name in ("severity", "parameters")}
    examples = [(name, example) for name, schema in named.items() for example in schema.get("examples", ())]
    assert len(examples) > 5
    for name, example in examples:
        validator.validate({name: example})


def test_found_in_the_nearest_folder_above(written, tmp_path):
    written("", "a")
    written("", "a/b/c")
    assert find(str(tmp_path / "a/b/c"), "/nowhere") == str(tmp_path / "a/b/c" / NAME)
    assert find(str(tmp_path / "a/b"), "/nowhere") == str(tmp_path / "a" / NAME)


@pytest.mark.parametrize("git", ["folder", "file"])
def test_not_looked_for_above_a_repository(written, tmp_path, git):
    written("")
    (tmp_path / "repository/apps").mkdir(parents=True)
    top = tmp_path / "repository/.git"
    top.mkdir() if git == "folder" else top.write_text("gitdir: elsewhere\n")
    assert find(str(tmp_path / "repository/apps"), "/nowhere") is None
    written("", "repository")
    assert find(str(tmp_path / "repository/apps"), "/nowhere") == str(tmp_path / "repository" / NAME)


def test_what_bears_the_name_and_is_no_file_is_not_passed_over(written, tmp_path):
    written("")
    (tmp_path / "apps" / NAME).mkdir(parents=True)
    assert find(str(tmp_path / "apps"), "/nowhere") == str(tmp_path / "apps" / NAME)
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / NAME).symlink_to("gone")
    assert find(str(tmp_path / "web"), "/nowhere") == str(tmp_path / "web" / NAME)


def test_not_looked_for_above_home(written, tmp_path):
    written("")
    (tmp_path / "home/apps").mkdir(parents=True)
    assert find(str(tmp_path / "home/apps"), str(tmp_path / "home")) is None


def test_the_search_ends_at_the_top_of_the_file_system():
    assert find("/", "/nowhere") is None
