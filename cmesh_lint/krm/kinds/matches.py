"""`matches` of a route: which requests it is for, and which of two routes comes first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..expressions import complaint
from ..fields import HEADER, choice, many, mapping, one_of, path, table
from ..fields import regex as regex_
from ..values import STRING_MATCH, VALUE_MATCH, header_match, named_match, regex, string_match

SCHEMA = many(
    "The route applies to requests that match any of these.",
    table(
        "A request matches if all of these conditions hold.",
        {
            "path": one_of(
                "The path, without the query.",
                {
                    "exact": path("Equal to this."),
                    "prefix": path(
                        "This path and everything below it: `/foo` matches `/foo` and `/foo/bar`, not `/foobar`."
                    ),
                    "regex": regex_("Matches this regular expression (RE2) as a whole."),
                },
            ),
            "method": choice(
                "The method.", "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"
            ),
            "headers": mapping("Headers by name, and what each must match.", VALUE_MATCH, HEADER),
            "queryParams": mapping("Query parameters by name, and what each must match.", VALUE_MATCH),
            "cookies": mapping("Cookies by name, and what each must match.", STRING_MATCH),
        },
        minProperties=1,
    ),
)

Match = dict[str, Any]


def route_match(spec: Match) -> Match:
    """A RouteMatch."""
    made = _path(spec.get("path", {"prefix": "/"}))
    headers = [header_match(":method", spec["method"])] if "method" in spec else []
    headers += [header_match(name, value) for name, value in sorted(spec.get("headers", {}).items())]
    headers += [_cookie(name, value) for name, value in sorted(spec.get("cookies", {}).items())]
    if headers:
        made["headers"] = headers
    if "queryParams" in spec:
        made["query_parameters"] = [named_match(name, value) for name, value in sorted(spec["queryParams"].items())]
    return made


def _path(spec: dict[str, str]) -> Match:
    if "exact" in spec:
        return {"path": spec["exact"]}
    if "regex" in spec:
        return {"safe_regex": regex(spec["regex"])}
    below = spec["prefix"].rstrip("/")
    return {"path_separated_prefix": below} if below else {"prefix": "/"}


_PATTERNS = {"exact": "{}", "prefix": "{}[^;]*", "suffix": "[^;]*{}", "contains": "[^;]*{}[^;]*"}


def _cookie(name: str, value: str | dict[str, str]) -> Match:
    """A HeaderMatcher for a cookie: Envoy has none for cookies in all versions."""
    ((how, what),) = ({"exact": value} if isinstance(value, str) else value).items()
    pattern = f"(?:{what})" if how == "regex" else _PATTERNS[how].format(re.escape(what))
    return {"name": "cookie", "string_match": string_match({"regex": f"(?:.*; *)?{re.escape(name)}={pattern}(?:;.*)?"})}


def cookies_too_long(spec: Match) -> Iterator[tuple[str, str]]:
    """The cookies of a match whose regular expressions are larger than Envoy takes, and a complaint for each."""
    for name, value in sorted(spec.get("cookies", {}).items()):
        pattern = _cookie(name, value)["string_match"]["safe_regex"]["regex"]
        if message := complaint(pattern):
            yield name, f"a cookie is matched by `{pattern}`; {message}"


def precedence(match: Match) -> tuple[Any, ...]:
    """Sorts the more special before the more general, as Gateway API does: an exact path, a regular expression, the
    longer prefix; then a method, more headers, more parameters of the query.
    """
    headers = match.get("headers", [])
    prefix: str = match.get("path_separated_prefix") or match.get("prefix") or ""
    kind = 0 if "path" in match else 1 if "safe_regex" in match else 2
    method = any(each["name"] == ":method" for each in headers)
    return kind, -len(prefix), not method, -len(headers), -len(match.get("query_parameters", ()))
