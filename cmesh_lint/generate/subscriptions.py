"""Writes `cmesh_lint/rules/subscriptions.py`: which rule wants to see which message.

python -m cmesh_lint.generate.subscriptions
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from ..rules.catalogue import modules

HEAD = '''"""Which rules want to see what. Made by `make pages`, never edited."""

from __future__ import annotations

SUBSCRIPTIONS: dict[str, tuple[str, ...]] = {
'''


def subscriptions() -> str:
    """The module's text: for each message the modules of `rules` that check it."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for name, rule in modules():
        for what in rule.on:
            wanted[what].append(name)
    lines = [HEAD]
    for what, names in sorted(wanted.items()):
        lines.append(f'    "{what}": (\n' + "".join(f'        "{name}",\n' for name in sorted(names)) + "    ),\n")
    return "".join([*lines, "}\n"])


def main() -> None:
    """Write the module into the package."""
    (Path(__file__).parents[1] / "rules" / "subscriptions.py").write_text(subscriptions(), encoding="utf-8")


if __name__ == "__main__":
    main()
