"""Rules about references inside one CEC."""
