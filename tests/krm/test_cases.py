"""Files with stanzas and what `cmesh-lint expand` says of them, whole; `options` holds further arguments.

`expected.yaml` is its standard output, `errors.txt` its standard error.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cmesh_lint import cli

CASES = Path(__file__).parent / "cases"
GOLDEN = ("expected.yaml", "errors.txt")


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_a_case(
    case: str,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.chdir(CASES / case)
    options = Path("options").read_text().split() if Path("options").exists() else []
    inputs = sorted(path.name for path in Path().glob("*.yaml") if path.name not in GOLDEN)
    code = cli.run(["expand", *options, *inputs])
    out, err = capsysbinary.readouterr()
    said = dict(zip(GOLDEN, (out, err), strict=True))
    if request.config.getoption("--update-golden"):
        for name, text in said.items():
            Path(name).write_bytes(text) if text else Path(name).unlink(missing_ok=True)
    assert code == (1 if err else 0)
    assert bool(out) != bool(err)
    assert said == {name: Path(name).read_bytes() if Path(name).exists() else b"" for name in GOLDEN}
