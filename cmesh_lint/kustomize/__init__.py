"""A kustomization → the files it refers to, and the objects that `kustomize` builds without plugins or network."""
