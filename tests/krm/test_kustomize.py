"""The function in the hands of the real kustomize: every way in which it can be run, or silently not be run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

FUNCTION = "config.kubernetes.io/function: |\n      exec: {path: %s}"
STANZA = """\
# two every five seconds
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: RateLimitPolicy
metadata:
  name: echo-limit
spec:
  targetRefs: [{kind: Service, name: echo}]
  requests: 2 # two
  per: 5s
"""
SETTINGS = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {"yes": "yes", number: "0755", exponent: "1e3", time: "12:30:45", lines: "a\\nb\\n", empty: ""}
"""
ALLOWED = ("--enable-alpha-plugins", "--enable-exec")


def orders(kind: str = "PolicyExpansion", path: str = "cmesh-krm", spec: str = "{}") -> str:
    function = FUNCTION % path
    return f"""\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: {kind}
metadata:
  name: orders
  annotations:
    {function}
spec: {spec}
"""


class Tree:
    """A folder with files, that kustomize builds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # The function as it is found on the PATH: the program of this very environment.
        bin_ = folder / "bin"
        bin_.mkdir()
        program = bin_ / "cmesh-krm"
        program.write_text(f"#!{sys.executable}\nfrom cmesh_lint.krm.main import main\nmain()\n")
        program.chmod(0o755)
        self.environment = {**os.environ, "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}"}

    def write(self, files: dict[str, str]) -> Tree:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            if text.startswith("#!"):
                path.chmod(0o755)
        return self

    def build(self, *options: str, at: str = ".") -> subprocess.CompletedProcess[str]:
        command = ["kustomize", "build", *options, at]
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )

    def built(self, at: str = ".") -> list[dict[str, Any]]:
        done = self.build(*ALLOWED, at=at)
        assert done.returncode == 0, done.stderr
        return [each for each in yaml.safe_load_all(done.stdout) if each]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    assert shutil.which("kustomize"), "kustomize is not in the PATH; `make tools` installs it"
    return Tree(tmp_path)


def kustomization(**fields: list[str]) -> str:
    return "".join(f"{field}: [{', '.join(values)}]\n" for field, values in fields.items())


TRANSFORMED = {
    "kustomization.yaml": kustomization(resources=["stanza.yaml", "settings.yaml"], transformers=["orders.yaml"]),
    "orders.yaml": orders(),
    "stanza.yaml": STANZA,
    "settings.yaml": SETTINGS,
}


def names(objects: list[dict[str, Any]]) -> list[str]:
    return [f"{each['kind']} {each['metadata']['name']}" for each in objects]


def test_a_transformer_puts_a_cec_in_the_stanzas_place(tree: Tree) -> None:
    built = tree.write(TRANSFORMED).built()
    assert names(built) == ["ConfigMap settings", "CiliumEnvoyConfig echo"]


def test_what_is_not_ours_comes_out_as_it_went_in(tree: Tree) -> None:
    settings, _ = tree.write(TRANSFORMED).built()
    assert settings["data"] == yaml.safe_load(SETTINGS)["data"]


def test_without_flags_kustomize_refuses(tree: Tree) -> None:
    done = tree.write(TRANSFORMED).build()
    assert (done.returncode, done.stdout) == (1, "")
    assert "unable to load external plugin" in done.stderr


def test_without_enable_exec_kustomize_skips_the_function_in_silence_and_the_stanza_is_left(tree: Tree) -> None:
    """Why stanzas should not be `local-config`: left over, they fail in `kubectl apply`, and in the linter."""
    done = tree.write(TRANSFORMED).build("--enable-alpha-plugins")
    assert done.returncode == 0
    assert names(list(yaml.safe_load_all(done.stdout))) == ["ConfigMap settings", "RateLimitPolicy echo-limit"]


LOCAL = STANZA.replace(
    "  name: echo-limit\n", "  name: echo-limit\n  annotations: {config.kubernetes.io/local-config: 'true'}\n"
)


def test_a_skipped_stanza_that_is_local_config_is_lost(tree: Tree) -> None:
    done = tree.write(TRANSFORMED | {"stanza.yaml": LOCAL}).build("--enable-alpha-plugins")
    assert done.returncode == 0
    assert names(list(yaml.safe_load_all(done.stdout))) == ["ConfigMap settings"]


def test_a_stanza_that_is_local_config_is_expanded_all_the_same(tree: Tree) -> None:
    built = tree.write(TRANSFORMED | {"stanza.yaml": LOCAL}).built()
    assert names(built) == ["ConfigMap settings", "CiliumEnvoyConfig echo"]
    assert "config.kubernetes.io/local-config" not in built[1]["metadata"]["annotations"]


def test_an_error_fails_the_build_and_is_told_on_standard_error(tree: Tree) -> None:
    """kustomize throws `results` away."""
    broken = STANZA.replace("5s", "5 s").replace("requests", "request")
    done = tree.write(TRANSFORMED | {"stanza.yaml": broken}).build(*ALLOWED)
    assert (done.returncode, done.stdout) == (1, "")
    said = [line for line in done.stderr.splitlines() if line.startswith("cmesh-krm: ")]
    assert said == [
        'cmesh-krm: RateLimitPolicy default/echo-limit: spec.per: found "5 s", expected a duration such as `5s`, '
        "`250ms` or `1m30s`",
        "cmesh-krm: RateLimitPolicy default/echo-limit: spec.request: unknown field `request`; did you mean `requests`?",
    ]
    assert "couldn't execute function: exit status 1" in done.stderr


def test_an_error_names_the_file_where_kustomize_tells_it(tree: Tree) -> None:
    files = TRANSFORMED | {"stanza.yaml": STANZA.replace("5s", "soon")}
    files["kustomization.yaml"] += "buildMetadata: [originAnnotations]\n"
    done = tree.write(files).build(*ALLOWED)
    assert "cmesh-krm: stanza.yaml: RateLimitPolicy default/echo-limit: spec.per: " in done.stderr


def test_kustomize_deletes_everything_where_a_function_says_nothing(tree: Tree) -> None:
    """Why ours never ends well without a whole answer."""
    silent = {"orders.yaml": orders(path="./silent"), "silent": "#!/bin/sh\ncat > /dev/null\n"}
    done = tree.write(TRANSFORMED | silent).build(*ALLOWED)
    assert (done.returncode, done.stdout) == (0, "")


def test_nothing_to_expand_changes_nothing(tree: Tree) -> None:
    files = TRANSFORMED | {
        "kustomization.yaml": kustomization(resources=["settings.yaml"], transformers=["orders.yaml"])
    }
    assert names(tree.write(files).built()) == ["ConfigMap settings"]


def test_a_generator_that_is_a_stanza(tree: Tree) -> None:
    stanza = STANZA.replace(
        "  name: echo-limit\n", f"  name: echo-limit\n  annotations:\n    {FUNCTION % 'cmesh-krm'}\n"
    )
    files = {"kustomization.yaml": kustomization(generators=["stanza.yaml"]), "stanza.yaml": stanza}
    (made,) = tree.write(files).built()
    assert made["kind"] == "CiliumEnvoyConfig"
    assert "config.kubernetes.io/function" not in made["metadata"]["annotations"]


def test_a_generator_with_stanzas(tree: Tree) -> None:
    stanza = yaml.safe_load(STANZA)
    files = {
        "kustomization.yaml": kustomization(generators=["orders.yaml"]),
        "orders.yaml": orders(
            spec=f"{{policies: [{yaml.safe_dump(stanza, default_flow_style=True, width=9999).strip()}]}}"
        ),
    }
    assert names(tree.write(files).built()) == ["CiliumEnvoyConfig echo"]


def test_a_validator_prints_nothing_and_passes(tree: Tree) -> None:
    files = TRANSFORMED | {"validate.yaml": orders("PolicyValidation")}
    files["kustomization.yaml"] += "validators: [validate.yaml]\n"
    assert names(tree.write(files).built()) == ["ConfigMap settings", "CiliumEnvoyConfig echo"]


def test_kustomize_fails_a_validator_that_repeats_its_input(tree: Tree) -> None:
    files = TRANSFORMED | {"validate.yaml": orders(path="./echo"), "echo": "#!/bin/sh\ncat\n"}
    files["kustomization.yaml"] += "validators: [validate.yaml]\n"
    done = tree.write(files).build(*ALLOWED)
    assert done.returncode == 1
    assert "validator shouldn't modify the resource map" in done.stderr


def test_a_validator_fails_where_a_stanza_is_left(tree: Tree) -> None:
    files = TRANSFORMED | {"orders.yaml": orders("PolicyValidation")}
    files["kustomization.yaml"] = kustomization(resources=["stanza.yaml"], validators=["orders.yaml"])
    done = tree.write(files).build(*ALLOWED)
    assert done.returncode == 1
    assert "cmesh-krm: RateLimitPolicy echo-limit is not expanded: the function did not run\n" in done.stderr


def test_a_validator_fails_where_a_cec_is_wrong(tree: Tree) -> None:
    config = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata: {name: broken, namespace: default}
spec:
  resources:
  - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: c, conect_timeout: 5s}
"""
    files = {
        "kustomization.yaml": kustomization(resources=["config.yaml"], validators=["orders.yaml"]),
        "config.yaml": config,
        "orders.yaml": orders("PolicyValidation"),
    }
    done = tree.write(files).build(*ALLOWED)
    assert done.returncode == 1
    assert "CiliumEnvoyConfig default/broken: spec.resources[0].conect_timeout: " in done.stderr
    assert "[unknown-field]" in done.stderr


def test_a_path_is_seen_from_the_kustomization_of_the_function(tree: Tree) -> None:
    files = {f"base/{name}": text for name, text in TRANSFORMED.items()}
    files["base/orders.yaml"] = orders(path="../tools/expand")
    files["tools/expand"] = f"#!{sys.executable}\nfrom cmesh_lint.krm.main import main\nmain()\n"
    files["overlay/kustomization.yaml"] = kustomization(resources=["../base"])
    assert names(tree.write(files).built("overlay")) == ["ConfigMap settings", "CiliumEnvoyConfig echo"]


def test_an_overlay_patches_a_field_of_a_stanza(tree: Tree) -> None:
    files = {
        "base/kustomization.yaml": kustomization(resources=["stanza.yaml"]),
        "base/stanza.yaml": STANZA,
        "overlay/kustomization.yaml": kustomization(resources=["../base"], transformers=["orders.yaml"])
        + "namespace: shop\npatches:\n- patch: |\n    apiVersion: policy.cmesh-lint.io/v1alpha1\n"
        "    kind: RateLimitPolicy\n    metadata: {name: echo-limit}\n    spec: {requests: 100}\n",
        "overlay/orders.yaml": orders(),
    }
    (made,) = tree.write(files).built("overlay")
    assert made["metadata"]["namespace"] == "shop"
    assert "max_tokens: 100" in yaml.safe_dump(made)


def test_labels_for_everything_are_on_the_cec_too(tree: Tree) -> None:
    files = dict(TRANSFORMED)
    files["kustomization.yaml"] += "labels: [{pairs: {team: shop}}]\ncommonAnnotations: {owner: ann}\n"
    made = tree.write(files).built()[1]
    assert made["metadata"]["labels"]["team"] == "shop"
    assert made["metadata"]["annotations"]["owner"] == "ann"


def test_two_expansions_may_not_claim_one_service(tree: Tree) -> None:
    files = {f"base/{name}": text for name, text in TRANSFORMED.items()}
    more = STANZA.replace("RateLimitPolicy", "CircuitBreakerPolicy").replace(
        "requests: 2 # two\n  per: 5s", "maxRequests: 5"
    )
    files |= {
        "overlay/kustomization.yaml": kustomization(resources=["../base", "more.yaml"], transformers=["orders.yaml"]),
        "overlay/more.yaml": more,
        "overlay/orders.yaml": orders(),
    }
    done = tree.write(files).build(*ALLOWED, at="overlay")
    assert done.returncode == 1
    assert (
        "cmesh-krm: CircuitBreakerPolicy default/echo-limit: spec.targetRefs[0]: the Service `default/echo` is already claimed by "
        "CiliumEnvoyConfig default/echo; Cilium redirects it to only one of the two. That one was generated from policies, too: expand "
        "all policies of a Service in one kustomization\n" in done.stderr
    )


def test_comments_are_gone_before_the_function_sees_them(tree: Tree) -> None:
    spy = "#!/bin/sh\ntee seen.yaml\n"
    tree.write(TRANSFORMED | {"orders.yaml": orders(path="./spy"), "spy": spy}).built()
    seen = (tree.folder / "seen.yaml").read_text()
    assert "requests: 2" in seen
    assert "# two" not in seen


def test_items_carry_no_path_unless_asked(tree: Tree) -> None:
    made = tree.write(TRANSFORMED).built()[1]
    assert made["metadata"]["annotations"]["policy.cmesh-lint.io/stanzas"] == "RateLimitPolicy default/echo-limit"
    asked = TRANSFORMED["kustomization.yaml"] + "buildMetadata: [originAnnotations]\n"
    made = tree.write({"kustomization.yaml": asked}).built()[1]
    said = "RateLimitPolicy default/echo-limit (stanza.yaml)"
    assert made["metadata"]["annotations"]["policy.cmesh-lint.io/stanzas"] == said


def test_without_docker_a_container_cannot_run(tree: Tree) -> None:
    container = orders().replace("exec: {path: cmesh-krm}", "container: {image: example.com/cmesh-krm:1}")
    tree.write(TRANSFORMED | {"orders.yaml": container})
    kustomize = shutil.which("kustomize")
    assert kustomize
    tree.environment["PATH"] = os.path.dirname(kustomize)
    if shutil.which("docker", path=tree.environment["PATH"]):
        pytest.skip("docker is beside kustomize, and would be run")
    done = tree.build(*ALLOWED)
    assert done.returncode == 1
    assert 'exec: "docker": executable file not found' in done.stderr


ROOT = Path(__file__).parents[2] / "kustomize-plugin"


@pytest.mark.parametrize("scenario", sorted(path.name for path in (ROOT / "scenarios").iterdir()))
def test_the_scenarios_build(tree: Tree, scenario: str) -> None:
    done = subprocess.run(
        ["kustomize", "build", *ALLOWED, str(ROOT / "scenarios" / scenario)],
        env=tree.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    kinds = {each["kind"] for each in yaml.safe_load_all(done.stdout)}
    assert kinds in ({"CiliumEnvoyConfig"}, {"CiliumClusterwideEnvoyConfig"})


EXAMPLES = {
    "transformer/overlay": ["Service prod-cart", "CiliumEnvoyConfig prod-cart"],
    "generator": ["CiliumClusterwideEnvoyConfig envoy-metrics", "CiliumEnvoyConfig cart"],
    "validator": ["CiliumEnvoyConfig cart"],
}


@pytest.mark.parametrize("example", sorted(EXAMPLES))
def test_the_examples_build(tree: Tree, example: str) -> None:
    built = tree.built(str(ROOT / "examples" / example))
    assert names(built) == EXAMPLES[example]


def test_an_overlay_reaches_into_the_stanzas(tree: Tree) -> None:
    made = tree.built(str(ROOT / "examples" / "transformer" / "overlay"))[1]
    assert made["spec"]["services"] == [{"name": "prod-cart", "namespace": "shop", "listener": "listener"}]
    assert made["metadata"]["annotations"]["policy.cmesh-lint.io/stanzas"].splitlines() == [
        "CircuitBreakerPolicy shop/prod-cart-breaker (breaker.yaml)",
        "RateLimitPolicy shop/prod-cart-limit (../base/policies.yaml)",
        "TrafficPolicy shop/prod-cart (../base/policies.yaml)",
    ]
    text = yaml.safe_dump(made)
    assert "max_tokens: 1000" in text
    assert "max_requests: 500" in text
