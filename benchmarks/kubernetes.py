"""Everyday manifests of a GitOps repository, none of which holds Envoy configuration."""

from __future__ import annotations

from random import Random
from typing import Any

Manifest = dict[str, Any]

_WORDS = "api auth billing cart catalog chat checkout feed geo ledger mail media orders pricing search stock users web"
TEAMS = ("core", "data", "growth", "payments", "platform", "search")


def service_name(number: int) -> str:
    """A name that tells the applications of a repository apart."""
    words = _WORDS.split()
    return f"{words[number % len(words)]}-{number}"


def everyday(random: Random, number: int) -> tuple[str, Manifest]:
    """The file name and the value of a manifest, of about 5 KB."""
    make = random.choices((_deployment, _config_map, _values, _kustomization), (50, 25, 20, 5))[0]
    return make(random, service_name(number))


def _metadata(random: Random, name: str) -> Manifest:
    team = random.choice(TEAMS)
    labels = {"app.kubernetes.io/name": name, "app.kubernetes.io/managed-by": "argocd", "team": team}
    return {"name": name, "namespace": team, "labels": labels, "annotations": {"owner": f"{team}@example.com"}}


def _deployment(random: Random, name: str) -> tuple[str, Manifest]:
    selector = {"app.kubernetes.io/name": name}
    containers = [_container(random, each) for each in (name, f"{name}-proxy", f"{name}-metrics")]
    pod = {"serviceAccountName": name, "containers": containers, "volumes": [{"name": "tmp", "emptyDir": {}}]}
    spec = {
        "replicas": random.randint(1, 9),
        "selector": {"matchLabels": selector},
        "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": 0}},
        "template": {"metadata": {"labels": selector}, "spec": pod},
    }
    value = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": _metadata(random, name), "spec": spec}
    return "deployment.yaml", value


def _container(random: Random, name: str) -> Manifest:
    port = random.randint(1024, 9999)
    probe = {"httpGet": {"path": "/healthz", "port": port}, "periodSeconds": 10, "failureThreshold": 3}
    return {
        "name": name,
        "image": f"registry.example.com/{name}:{random.randint(1, 9)}.{random.randint(0, 99)}",
        "args": ["--listen", f"0.0.0.0:{port}", "--log-format=json", f"--workers={random.randint(1, 16)}"],
        "ports": [{"name": "http", "containerPort": port, "protocol": "TCP"}],
        "env": [_variable(random, number) for number in range(random.randint(8, 20))],
        "livenessProbe": probe,
        "readinessProbe": probe | {"periodSeconds": 5},
        "resources": {"requests": {"cpu": "100m", "memory": "128Mi"}, "limits": {"memory": "512Mi"}},
        "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}],
        "securityContext": {"runAsNonRoot": True, "readOnlyRootFilesystem": True},
    }


def _variable(random: Random, number: int) -> Manifest:
    name = f"{random.choice(_WORDS.split()).upper()}_URL_{number}"
    if random.random() < 0.3:
        return {"name": name, "valueFrom": {"secretKeyRef": {"name": "credentials", "key": name.lower()}}}
    return {"name": name, "value": f"https://{random.choice(_WORDS.split())}.example.com/v{number}"}


def _config_map(random: Random, name: str) -> tuple[str, Manifest]:
    data = {f"{word}.conf": _settings(random, word) for word in random.sample(_WORDS.split(), 6)}
    value = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": _metadata(random, name), "data": data}
    return "configmap.yaml", value


def _settings(random: Random, word: str) -> str:
    return "".join(f"{word}.option-{number} = {random.getrandbits(64):016x}\n" for number in range(20))


def _values(random: Random, name: str) -> tuple[str, Manifest]:
    return "values.yaml", {
        "nameOverride": name,
        "replicaCount": random.randint(1, 9),
        "containers": {each: _container(random, each) for each in (name, f"{name}-worker", f"{name}-cron")},
        "ingress": {"enabled": True, "hosts": [f"{name}.example.com"], "tls": []},
    }


def _kustomization(random: Random, name: str) -> tuple[str, Manifest]:
    return "kustomization.yaml", {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "namespace": random.choice(TEAMS),
        "resources": [f"../../base/{word}" for word in random.sample(_WORDS.split(), 8)],
        "images": [{"name": f"registry.example.com/{name}", "newTag": f"1.{random.randint(0, 99)}"}],
        "commonLabels": {"app.kubernetes.io/part-of": name},
    }
