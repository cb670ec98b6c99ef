"""CECs before and after a change → a Mermaid diagram."""
