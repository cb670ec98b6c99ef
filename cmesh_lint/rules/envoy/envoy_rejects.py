"""The real Envoy rejects what the agent makes of the config. `cmesh-lint verify` speaks for it."""

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
        title="The real Envoy rejects it",
        catches=(
            "What `envoy --mode validate` refuses of the resources that the agent makes of a config. Only "
            "`cmesh-lint verify` asks. Other rules know most of the reasons without it; what an expression in "
            "CEL means, as in the example, only Envoy knows."
        ),
        why="The agent sends the resources, Envoy rejects them and keeps what it had.",
        bad=bad,
        good=fix_example(bad, ('"("', '"a.*"')),
        fix="Read what Envoy says: it names the field, or quotes the value, that it does not take.",
        log=("gRPC config for type.googleapis.com/envoy.config.listener.v3.Listener rejected",),
    )


RULE = Rule(
    id="envoy-rejects",
    severity="error",
    gate="nacked",
    page=page,
)
