"""The fixtures of the action."""

from action.machine import act, installed

__all__ = ["act", "installed"]
