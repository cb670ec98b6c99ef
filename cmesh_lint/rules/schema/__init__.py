"""Rules about values that the agent's decoder rejects."""
