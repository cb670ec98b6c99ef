"""The room of diagrams: CECs before and after a change → Mermaid."""
