"""Writes `cmesh_lint/rules/subscriptions.py`: which rule wants to see which message, and which ids rules had.

python -m cmesh_lint.generate.subscriptions
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from ..rules.catalogue import modules

HEAD = '''"""Which rules want to see what, and which ids they had before. Made by `make pages`, never edited."""

from __future__ import annotations

SUBSCRIPTIONS: dict[str, tuple[str, ...]] = {
'''
ALIASES = """
ALIASES: dict[str, str] = {
"""


def subscriptions() -> str:
    """The module's text: for each message the modules of `rules` that check it."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for name, rule in modules():
        for what in rule.on:
            wanted[what].append(name)
    lines = [HEAD]
    for what, names in sorted(wanted.items()):
        lines.append(f'    "{what}": (\n' + "".join(f'        "{name}",\n' for name in sorted(names)) + "    ),\n")
    return "".join([*lines, "}\n", *_aliases()])


def _aliases() -> Iterator[str]:
    """The table of former ids, sorted, with the id that each rule has now."""
    pairs = sorted((former, rule.id) for _, rule in modules() for former in rule.formerly)
    if not pairs:
        yield f"{ALIASES.rstrip()}}}\n"
        return
    yield ALIASES
    yield from (f'    "{former}": "{now}",\n' for former, now in pairs)
    yield "}\n"


def main() -> None:
    """Write the module into the package."""
    (Path(__file__).parents[1] / "rules" / "subscriptions.py").write_text(subscriptions(), encoding="utf-8")


if __name__ == "__main__":
    main()
