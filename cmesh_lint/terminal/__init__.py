"""Standard streams, progress and exit statuses."""
