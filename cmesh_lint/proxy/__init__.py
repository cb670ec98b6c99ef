"""The real Envoy as a judge: would it take what the agent sends for a CiliumEnvoyConfig?"""
