"""Findings that do not count, because a comment or an annotation says so: each with the reason and the place."""
