"""Findings → findings that count: ignores, baseline and severities applied."""
