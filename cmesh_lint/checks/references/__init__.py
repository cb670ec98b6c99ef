"""Rules about references inside one CEC: names that nobody has, and names that nobody asks for."""
