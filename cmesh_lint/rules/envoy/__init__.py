"""Rules for what only `verify` finds: rejections of a real Envoy."""
