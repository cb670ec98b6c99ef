"""Rules about text that is no YAML or JSON, or that kubectl reads in another way."""
