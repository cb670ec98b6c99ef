"""Comments and annotations → ignores, each with its reason and place; findings → those that count."""
