"""The built-in rules: one module a rule, in a package a group. `catalogue` finds them."""
