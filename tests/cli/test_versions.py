"""How Cilium versions are read, ordered and spelled."""

from __future__ import annotations

import pytest

from cmesh_lint.versions import LATEST, MINORS, UnknownVersionError, Version, join, order


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.14", Version("1.14", "1.14")),
        ("v1.20", Version("1.20", "1.20")),
        ("1.18.6", Version("1.18.6", "1.18", 6)),
        ("v1.18.06", Version("1.18.6", "1.18", 6)),
        ("latest", Version("latest", "latest")),
        ("v1.21.0", Version("1.21.0", "1.20", newer=(1, 21, 0))),
        ("2.0", Version("2.0", "1.20", newer=(2, 0))),
    ],
)
def test_known(text, expected):
    assert Version.parse(text) == expected


@pytest.mark.parametrize(
    "text", ["", "1", "1.13", "0.21", "1.2", "1.18.x", "1.18.6.1", "1.18.6-rc.0", "LATEST", "1.18\n", "１.18"]
)
def test_unknown(text):
    with pytest.raises(UnknownVersionError) as caught:
        Version.parse(text)
    assert str(caught.value) == (
        f"unknown Cilium version `{text}`; known are 1.14, 1.15, 1.16, 1.17, 1.18, 1.19, 1.20, latest, "
        "and patch releases such as 1.20.0"
    )


def test_oldest_first_and_each_once():
    texts = ["latest", "2.0", "1.21.1", "1.20", "1.14", "1.18", "1.18.10", "1.18.6", "v1.18.6"]
    assert [version.text for version in order(map(Version.parse, texts))] == [
        "1.14",
        "1.18.6",
        "1.18.10",
        "1.18",
        "1.20",
        "1.21.1",
        "2.0",
        "latest",
    ]


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ((), ""),
        (("1.20",), "1.20"),
        (("1.19", "1.20"), "1.19, 1.20"),
        (MINORS, "1.14 to 1.20"),
        ((*MINORS, LATEST), "1.14 to 1.20, latest"),
        (("1.14", "1.16", "1.17", "1.18", "1.20"), "1.14, 1.16 to 1.18, 1.20"),
        (("1.17", "1.18.6", "1.18", "1.19", "1.20"), "1.17, 1.18.6, 1.18 to 1.20"),
    ],
)
def test_in_words(texts, words):
    assert join(texts) == words
