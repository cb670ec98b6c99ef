"""Rules about comments and annotations that ignore findings."""
