"""The real Envoy rejects the config."""

from __future__ import annotations

from ...rule import Page, Rule, fix_example


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            "          http_filters:\n",
            "          http_filters:\n"
            "          - name: envoy.filters.http.rbac\n"
            "            typed_config:\n"
            '              "@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC\n'
            "              rules:\n"
            "                policies:\n"
            "                  admins:\n"
            "                    permissions: [{any: true}]\n"
            "                    principals: [{any: true}]\n"
            "                    condition:\n"
            "                      call_expr:\n"
            "                        function: matches\n"
            "                        args:\n"
            "                        - const_expr: {string_value: admin}\n"
            '                        - const_expr: {string_value: "("}\n',
        ),
    )
    return Page(
        title="The real Envoy rejects the config",
        catches=(
            "What `envoy --mode validate` rejects in the resources that the agent sends for a config. Only "
            "`cmesh-lint verify` runs it. Other rules cover most of the reasons without it; the meaning of a CEL "
            "expression, as in the example, is known only to Envoy."
        ),
        why="The agent sends the resources, and Envoy rejects them and keeps its previous config.",
        bad=bad,
        good=fix_example(bad, ('"("', '"a.*"')),
        fix="Read Envoy's message: it names the field, or quotes the value, that it does not accept.",
        log=("gRPC config for type.googleapis.com/envoy.config.listener.v3.Listener rejected",),
    )


RULE = Rule(
    id="envoy-rejects",
    severity="error",
    gate="nacked",
    page=page,
)
