"""Rules about references between CECs and to other objects."""
