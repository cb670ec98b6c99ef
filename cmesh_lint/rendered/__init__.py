"""Kustomizations and policies → findings in what they render to, reported at the files that people edit."""
