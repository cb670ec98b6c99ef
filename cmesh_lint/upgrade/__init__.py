"""What another version of Cilium changes for a repository: findings that come and go, and what changes without one."""
