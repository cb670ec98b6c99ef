"""An example of RBAC that decides by a matcher."""

from __future__ import annotations


def in_rbac(input_: str) -> str:
    """ECHO with an RBAC filter whose matcher decides on an input of that type."""
    from ..examples import http_filter

    return http_filter(f"""\
- name: envoy.filters.http.rbac
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC
    matcher:
      matcher_list:
        matchers:
        - predicate:
            single_predicate:
              input:
                name: input
                typed_config:
                  "@type": type.googleapis.com/{input_}  # want: matcher-input "the matcher of RBAC cannot decide on"
                  header_name: x-user
              value_match: {{exact: echo}}
          on_match:
            action:
              name: action
              typed_config:
                "@type": type.googleapis.com/envoy.config.rbac.v3.Action
                name: echo
                action: DENY
""")
