"""CECs → what a real Envoy says of what the agent would send it, run in a sandbox."""
