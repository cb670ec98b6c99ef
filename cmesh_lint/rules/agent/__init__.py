"""Rules about what the agent rewrites, drops or refuses."""
