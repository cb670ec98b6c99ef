"""The generated schemas: whole, loadable, small, and equal to what the descriptors say."""

from __future__ import annotations

from pathlib import Path

import jsonschema_rs
import pytest

from cmesh_lint.protobuf.keywords import rust_keywords
from cmesh_lint.protobuf.schemas import LATEST, Schemas, json_name, load, releases
from cmesh_lint.versions import MINORS

ALL = (*MINORS, LATEST)


@pytest.mark.parametrize("minor", ALL)
def test_every_name_of_a_release_is_found_again_and_every_message_compiles(minor: str) -> None:
    schemas = Schemas(minor)
    keywords = rust_keywords()
    messages = 0
    for name in schemas.names():
        type_ = schemas.message(name)
        if type_ is None:
            assert schemas.enum(name).values
        else:
            jsonschema_rs.Draft202012Validator(type_.own(), keywords=keywords)
            messages += 1
    assert messages > 1000


@pytest.mark.parametrize("minor", ALL)
def test_every_reference_leads_somewhere(minor: str) -> None:
    from cmesh_lint.protobuf import wellknown

    schemas = Schemas(minor)
    for name in schemas.names():
        type_ = schemas.message(name)
        for field in type_.by_name.values() if type_ else ():
            if field.type in wellknown.SCHEMAS:
                continue
            if field.kind == "enum":
                assert schemas.enum(field.type).values
            else:
                assert schemas.message(field.type) is not None, (name, field)


def test_a_field_is_known_by_both_spellings_and_no_third() -> None:
    cluster = load("1.20").message("envoy.config.cluster.v3.Cluster")
    assert cluster is not None
    assert cluster.field("connect_timeout") is cluster.field("connectTimeout")
    assert cluster.field("ConnectTimeout") is None
    assert cluster.field("connect-timeout") is None


def test_a_release_has_what_it_has_and_not_what_came_later() -> None:
    type_ = "envoy.extensions.filters.http.basic_auth.v3.BasicAuth"
    assert not load("1.14").has(type_)
    assert load("1.20").has(type_)


def test_an_unknown_release_is_refused() -> None:
    with pytest.raises(KeyError):
        load("1.13")


def test_each_minor_says_which_release_it_was_made_from() -> None:
    made = releases()
    assert tuple(made) == ALL
    assert all(made[minor].startswith(f"{minor}.") for minor in MINORS)


@pytest.mark.parametrize(
    ("name", "spelled"),
    [("a", "a"), ("connect_timeout", "connectTimeout"), ("http2_max", "http2Max"), ("x_1_y", "x1Y"), ("a__b", "aB")],
)
def test_json_names(name: str, spelled: str) -> None:
    assert json_name(name) == spelled


def test_the_files_are_small() -> None:
    folder = Path(__file__).parents[2] / "schemas"
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 6_000_000


def test_latest_has_all_that_the_newest_cilium_has() -> None:
    newest, latest = Schemas(MINORS[-1]), Schemas(LATEST)
    for name in newest.names():
        type_ = newest.message(name)
        if type_ is None:
            assert set(newest.enum(name).values) <= set(latest.enum(name).values), name
        else:
            other = latest.message(name)
            assert other is not None, name
            assert set(type_.by_name) <= set(other.by_name), name
