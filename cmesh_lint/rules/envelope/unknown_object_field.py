"""An unknown field of the object or its metadata."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Example, Page, Rule, fix_example
from ._shape import metadata_departures


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames unknown keys at the top of the object and in its metadata."""
    for departure in metadata_departures(config):
        if departure.what == "unknown":
            yield RULE.found(departure.message, departure.route, at="key")


_TOP = "metadata:\n  name: echo\n"


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="An unknown field of the object or its metadata",
        catches=(
            "A key next to `metadata` and `spec` that a CEC does not have, such as `status`, or an unknown key in "
            "`metadata`."
        ),
        why="kubectl refuses the object. Without strict validation, the field is silently removed.",
        bad=fix_example(
            ECHO,
            (
                _TOP,
                f'{_TOP}  annotation: {{team: echo}}  # want: unknown-object-field "did you mean `annotations`?"\n',
            ),
            ('  annotations:\n    cec.cilium.io/use-original-source-address: "false"\n', ""),
            ("  services:\n  - name: echo\n    namespace: default\n    listener: echo\n", ""),
        ),
        good=ECHO,
        fix="Correct the name, or remove the field.",
        log=('unknown field "metadata.annotation"',),
        more=(
            Example(
                "a field at the top",
                bad=fix_example(
                    ECHO, ("spec:\n", 'status: {}  # want: unknown-object-field "unknown field `status`"\nspec:\n')
                ),
            ),
        ),
    )


RULE = Rule(
    id="unknown-object-field",
    severity="error",
    gate="api",
    on=(CONFIG,),
    check=check,
    page=page,
)
