"""JSON value and message type → errors, as the agent's protojson and protoc-gen-validate report them."""
