"""Examples made from `ECHO`: a line that has something to ignore, and a comment behind it."""

from __future__ import annotations

from ...rule import fix_example
from ..echo import ECHO

GOOD = fix_example(
    ECHO,
    (
        "          prefix: /\n",
        "          prefix: echo  # cmesh-lint: ignore[path-without-slash] the gateway in front sends paths without slash\n",
    ),
)


def commented(comment: str, want: str) -> str:
    """The good example with another comment, for which there is the finding `want`."""
    kept, _, _ = GOOD.partition("# cmesh-lint: ")
    _, _, rest = GOOD.partition("without slash\n")
    return f"{kept}# cmesh-lint: {comment}  # want: {want}\n{rest}"
