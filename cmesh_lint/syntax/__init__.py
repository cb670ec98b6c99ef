"""Text → values and their positions: what `documents.py` is made of.

Written by hand on libyaml's events: kubectl reads scalars like neither PyYAML nor ruamel.yaml, and ruamel.yaml's round
trip takes forty times as long for a CEC.

chunks      where a file is split, as kubectl splits it
parts       a chunk as YAML, or as JSON objects in a row
yaml_…      nodes, aliases and scalars as sigs.k8s.io/yaml means them
json_nodes  the same for JSON
trees       from a route to a stretch of text
positions   from a stretch of text to lines and columns
"""
