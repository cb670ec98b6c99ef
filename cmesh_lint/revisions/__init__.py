"""The room of earlier states: what a repository was at another commit, and what a change makes wrong."""
