"""A metadata value of the wrong type."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Example, Page, Rule, fix_example
from ._shape import Departure, metadata_departures


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """What departs from the metadata of Kubernetes objects in this way."""
    for departure in metadata_departures(config):
        if departure.what == "type" and departure.route != config.at("metadata", "name"):
            yield RULE.found(departure.message + _hint(departure, config), departure.route)
        elif departure.what == "missing":
            yield RULE.found(departure.message, departure.route, at="key")


def _hint(departure: Departure, config: EnvoyConfig) -> str:
    """Annotations are text, and `false` in YAML is none."""
    steps = departure.route[len(config.manifest.route) :]
    return "; write it in quotes" if steps[1:2] in (("annotations",), ("labels",)) and len(steps) == 3 else ""


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A metadata value of the wrong type",
        catches=(
            "A number or a boolean where Kubernetes metadata requires a string, most often an annotation or label "
            "whose value is not in quotes, such as `true`. Also an owner without `uid`."
        ),
        why="The API server refuses the object.",
        bad=fix_example(ECHO, ('"false"', 'false  # want: wrong-metadata-type "expected a string"')),
        good=ECHO,
        fix="Write the value in quotes.",
        log=("cannot unmarshal bool into Go struct field ObjectMeta.annotations of type string",),
        more=(
            Example(
                "a label",
                bad=fix_example(
                    ECHO,
                    (
                        "metadata:\n",
                        'metadata:\n  labels:\n    version: 1.2  # want: wrong-metadata-type "write it in quotes"\n',
                    ),
                ),
            ),
            Example(
                "an owner without `uid`",
                bad=fix_example(
                    ECHO,
                    (
                        "metadata:\n",
                        'metadata:\n  ownerReferences:\n  - {apiVersion: v1, kind: Pod, name: echo}  # want: wrong-metadata-type "`uid` is missing in `ownerReferences[0]`"\n',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="wrong-metadata-type",
    severity="error",
    gate="api",
    on=(CONFIG,),
    check=check,
    page=page,
)
