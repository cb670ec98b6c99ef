"""The texts of schemas/docs: what is committed is what the artifact gives. Needs Maven and its registry."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from cmesh_lint.generate.comments import TypeTexts, comments, fetch, render, write

DOCS = Path(__file__).parents[2] / "schemas" / "docs"


@pytest.fixture(scope="module")
def types(tmp_path_factory: pytest.TempPathFactory) -> tuple[TypeTexts, ...]:
    if not shutil.which("mvn"):
        pytest.skip("Maven is not installed")
    return comments(fetch(tmp_path_factory.mktemp("jar")))


def texts_of(types: tuple[TypeTexts, ...], package: str, name: str) -> dict[str, str]:
    (found,) = (texts.texts for texts in types if (texts.package, texts.name) == (package, name))
    return found


def test_a_field(types: tuple[TypeTexts, ...]) -> None:
    assert texts_of(types, "envoy.config.cluster.v3", "Cluster")["connect_timeout"] == (
        "The timeout for new network connections to hosts in the cluster. If not set, a default value of 5s will be used."
    )


def test_a_nested_message_and_its_field(types: tuple[TypeTexts, ...]) -> None:
    texts = texts_of(types, "envoy.config.cluster.v3", "CircuitBreakers.Thresholds.RetryBudget")
    assert texts["min_retry_concurrency"] == (
        "Specifies the minimum retry concurrency allowed for the retry budget. "
        "The limit on the number of active retries may never go below this number.\n\n"
        "This parameter is optional. Defaults to 3."
    )


def test_an_enum_in_a_message_and_its_value(types: tuple[TypeTexts, ...]) -> None:
    texts = texts_of(types, "envoy.config.cluster.v3", "Cluster.DiscoveryType")
    assert texts[""] == "Refer to service discovery type for an explanation on each type."
    assert texts["STRICT_DNS"] == "Refer to the strict DNS discovery type for an explanation."


def test_an_enum_of_a_file(types: tuple[TypeTexts, ...]) -> None:
    assert texts_of(types, "envoy.type.v3", "StatusCode")["BadGateway"] == "BadGateway - `502` status code."


def test_no_markup_is_left(types: tuple[TypeTexts, ...]) -> None:
    every = [text for texts in types for text in texts.texts.values()]
    assert [text for text in every if re.search(r"\[#|:ref:`|\.\. \w+::", text)] == []


def test_the_retired_api_is_not_spoken_of(types: tuple[TypeTexts, ...]) -> None:
    assert [texts.package for texts in types if re.search(r"\.v[12](alpha|$)", texts.package)] == []


def test_what_is_committed_is_what_is_made(types: tuple[TypeTexts, ...], tmp_path: Path) -> None:
    write(types, tmp_path)
    made = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_text("utf-8") for path in DOCS.iterdir()}


def test_a_file_holds_one_type_a_line() -> None:
    text = render([TypeTexts("p", "A", {"b": "…", "": "A."}), TypeTexts("p", "A.B", {"": "B."})])
    first, comment, *rest = text.splitlines()
    assert (first, rest) == ("{", ['"A": {"": "A.", "b": "…"},', '"A.B": {"": "B."}', "}"])
    assert comment.startswith('"$comment": "made by `python -m cmesh_lint.generate.comments`')
    assert "Apache-2.0" in json.loads(text)["$comment"]


def test_a_package_that_is_no_more_loses_its_file(tmp_path: Path) -> None:
    Path(tmp_path, "gone.json").touch()
    write([TypeTexts("here", "A", {"": "A."})], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["here.json"]
