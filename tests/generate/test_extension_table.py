"""The tables of extensions are what their generators make of the facts, and the facts agree with each other."""

from __future__ import annotations

import json
from pathlib import Path

from cmesh_lint.generate import any_fields
from cmesh_lint.generate.extensions import builds, read, render
from cmesh_lint.protobuf.schemas import releases
from cmesh_lint.versions import MINORS

ROOT = Path(__file__).parents[2]
FACTS = ROOT / "tools" / "extensions" / "facts"


def test_the_table_is_made_from_the_facts() -> None:
    assert (ROOT / "schemas" / "extensions.json").read_text(encoding="utf-8") == render(FACTS)


def test_the_fields_are_made_from_the_facts() -> None:
    taken = any_fields.fields(FACTS)
    text = any_fields.render(taken, any_fields.types(FACTS, any_fields.bootstrap_only(FACTS, taken)))
    assert (ROOT / "schemas" / "any_fields.json").read_text(encoding="utf-8") == text


def test_each_patch_release_is_in_one_build_of_its_minor() -> None:
    for minor, known in builds(FACTS).items():
        patches = [patch for build in known["builds"] for patch in build["patches"]]
        assert len(patches) == len(set(patches))
        assert minor == "main" or all(patch.startswith(f"{minor}.") for patch in patches)


def test_what_is_removed_was_there_and_what_is_added_was_not() -> None:
    for known in builds(FACTS).values():
        has = set(known["first"])
        for build in known["builds"]:
            assert set(build.get("removed", ())) <= has
            assert not set(build.get("added", ())) & has
            has = (has | set(build.get("added", ()))) - set(build.get("removed", ()))


def test_an_extension_has_a_category_and_a_message_or_none() -> None:
    types = json.loads((FACTS / "types.json").read_text(encoding="utf-8"))
    named = {name for known in builds(FACTS).values() for name in known["first"]}
    assert named <= set(types)


def test_every_minor_of_the_list_has_builds() -> None:
    assert set(MINORS) <= set(read(FACTS))
    assert set(releases()) - {"latest"} == set(MINORS)
