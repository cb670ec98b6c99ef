"""Rule files → examples run, unit tests run, a handbook; and a new rule to start from."""
