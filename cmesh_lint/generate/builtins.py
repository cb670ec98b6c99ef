"""Writes `cmesh_lint/rego/builtins.json`: OPA's built-in functions, and which of them the embedded engine has.

python -m cmesh_lint.generate.builtins

It asks the `opa` on PATH for its functions (`opa capabilities --current`), and the embedded engine for each of them.
"""

from __future__ import annotations

import json
import subprocess
from importlib import metadata
from pathlib import Path
from typing import Any

MADE_BY = "python -m cmesh_lint.generate.builtins"

IMPURE = {
    "http.send": "network",
    # A schema may refer to another by its address, and OPA fetches it.
    "json.match_schema": "network",
    "json.verify_schema": "network",
    "net.lookup_ip_addr": "network",
    "time.now_ns": "clock",
    # Without `time` among its constraints it holds the token against the present.
    "io.jwt.decode_verify": "clock",
    "rand.intn": "chance",
    "uuid.rfc4122": "chance",
    # Signatures by elliptic curves differ each time.
    "io.jwt.encode_sign": "chance",
    "io.jwt.encode_sign_raw": "chance",
    "opa.runtime": "environment",
}
"""What a function depends on beside its arguments. OPA calls the same ones nondeterministic."""

EMBEDDED_PRETENDS = ("http.send",)
"""Regorus takes the call, sends nothing, and calls the result undefined."""


def table() -> str:
    """The file's text."""
    functions = [function for function in _capabilities() if not _internal(function)]
    unknown = {function["name"] for function in functions if function.get("nondeterministic")} ^ set(IMPURE)
    if unknown:
        raise SystemExit(f"say in IMPURE what they depend on: {', '.join(sorted(unknown))}")
    made = {
        "made_by": MADE_BY,
        "opa": _version(),
        "regorus": metadata.version("gordon-to-regorus"),
        "builtins": {function["name"]: _row(function) for function in functions},
    }
    return json.dumps(made, indent=1, sort_keys=True) + "\n"


def _internal(function: dict[str, Any]) -> bool:
    """What no one calls by its name: operators, and what the compiler puts in."""
    return "infix" in function or function["name"].startswith("internal.")


def _row(function: dict[str, Any]) -> dict[str, Any]:
    name = function["name"]
    row: dict[str, Any] = {"embedded": name not in EMBEDDED_PRETENDS and _embedded_has(function)}
    if name in IMPURE:
        row["depends_on"] = IMPURE[name]
    if function.get("deprecated"):
        row["deprecated"] = True
    return row


def _embedded_has(function: dict[str, Any]) -> bool:
    import regorus

    arguments = ", ".join("null" for _ in function["decl"].get("args", ()))
    try:
        regorus.Engine().eval_query(f"{function['name']}({arguments})")
    except RuntimeError as error:
        return "could not find function" not in str(error)
    return True


def _capabilities() -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = json.loads(_opa("capabilities", "--current"))["builtins"]
    return made


def _version() -> str:
    return _opa("version").partition("\n")[0].removeprefix("Version: ")


def _opa(*arguments: str) -> str:
    return subprocess.run(["opa", *arguments], check=True, capture_output=True, text=True).stdout


def main() -> None:
    """Write the table into the package."""
    (Path(__file__).parents[1] / "rego" / "builtins.json").write_text(table(), encoding="utf-8")


if __name__ == "__main__":
    main()
