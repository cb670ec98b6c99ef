"""The cleaning of Envoy's comments, exact."""

from __future__ import annotations

import pytest

from cmesh_lint.generate.rst import LIMIT, plain


@pytest.mark.parametrize(
    ("comment", "text"),
    [
        pytest.param("", "", id="empty"),
        pytest.param(" One line\n of prose.\n", "One line of prose.", id="lines-are-joined"),
        pytest.param(" One.\n\n Two.\n\n Three.\n", "One.\n\nTwo.", id="two-paragraphs"),
        pytest.param(" [#not-implemented-hide:]\n", "", id="annotation-alone"),
        pytest.param(" [#next-free-field: 7]\n A cluster.\n", "A cluster.", id="annotation-above"),
        pytest.param(
            " Kept.\n [#comment:TODO(x): a [nested] note\n on two lines.]\n Too.\n",
            "Kept.\n\nToo.",
            id="nested-brackets",
        ),
        pytest.param(" [#extension: a.b\n Kept.\n", "Kept.", id="annotation-never-closed"),
        pytest.param(" A ``literal`` of ``two words``.", "A `literal` of `two words`.", id="literal"),
        pytest.param(
            " See :ref:`connect_timeout\n <envoy_v3_api_field_config.cluster.v3.Cluster.connect_timeout>`.",
            "See `connect_timeout`.",
            id="reference-to-a-field",
        ),
        pytest.param(
            " See :ref:`type <envoy_v3_api_field_config.cluster.v3.Cluster.type>`.",
            "See `type`.",
            id="a-field-is-code-though-it-is-a-word",
        ),
        pytest.param(
            " See :ref:`the HTTP filters <arch_overview_http_filters>`.", "See the HTTP filters.", id="words-stay-words"
        ),
        pytest.param(" See :ref:`here <arch_overview>`.", "See here.", id="a-word-stays-a-word"),
        pytest.param(
            " A :ref:`envoy_v3_api_msg_config.core.v3.Address`.", "A `config.core.v3.Address`.", id="reference-untitled"
        ),
        pytest.param(
            " The :ref:`config_http_filters_router_x-envoy-max-retries` header.",
            "The `x-envoy-max-retries` header.",
            id="reference-to-a-header",
        ),
        pytest.param(" As :option:`--service-cluster` says.", "As `--service-cluster` says.", id="option"),
        pytest.param(" The ``:path`` of ``a``.", "The `:path` of `a`.", id="literal-that-looks-like-a-role"),
        pytest.param(" The :http`/tap` endpoint.", "The `/tap` endpoint.", id="role-with-one-colon"),
        pytest.param(" In `:ref: Options <label>`.", "In Options.", id="role-inside-the-backticks"),
        pytest.param(
            " In `RFC 7230 <https://example.com/x>`_.\n Or `<https://example.com>`_.",
            "In RFC 7230. Or https://example.com.",
            id="links",
        ),
        pytest.param(
            " Said.\n\n .. note::\n\n   Mind\n   this.\n", "Said.\n\nNote: Mind this.", id="admonition-with-a-block"
        ),
        pytest.param(
            " Said.\n .. attention::  Mind this.\n", "Said.\n\nAttention: Mind this.", id="admonition-on-its-line"
        ),
        pytest.param(" .. note::\n\n   Note: once.\n", "Note: once.", id="admonition-labelled-twice"),
        pytest.param(
            " One of:\n\n * ``a``: the\n   first;\n * the second.\n\n Then.",
            "One of:\n- `a`: the first;\n- the second.\n\nThen.",
            id="list",
        ),
        pytest.param(
            " Said. For example:\n\n .. code-block:: yaml\n\n   a: b\n\n   c: d\n\n Then it is so.\n",
            "Said.",
            id="what-speaks-of-code-goes-with-it",
        ),
        pytest.param(" Said. As in::\n\n   a: b\n\n Then.\n", "Said.", id="literal-block"),
        pytest.param(
            " The formula is:\n\n .. math::\n\n   a\n\n It is steep.\n",
            "The formula is.\n\nIt is steep.",
            id="a-lone-promise-is-stated",
        ),
        pytest.param(" .. _label:\n\n Said.\n", "Said.", id="label"),
        pytest.param(" Title\n -----\n\n Said.\n", "Said.", id="heading"),
        pytest.param(" The stats. Next ID: 7\n", "The stats.", id="next-id"),
    ],
)
def test_comment_becomes(comment: str, text: str) -> None:
    assert plain(comment) == text


def test_a_long_paragraph_ends_with_a_sentence() -> None:
    sentence = "It is ten words long, i.e. Not short (as one sees.)"
    text = plain(" ".join([sentence] * 20))
    whole = (LIMIT + 1) // (len(sentence) + 1)
    assert text == " ".join([sentence] * whole)


def test_a_long_sentence_is_cut_between_words() -> None:
    text = plain("word " * 300)
    assert text == "word " * 119 + "…"


def test_a_second_paragraph_that_has_no_room_is_left_out() -> None:
    assert plain("a" * 590 + ".\n\nA sentence.") == "a" * 590 + "."
