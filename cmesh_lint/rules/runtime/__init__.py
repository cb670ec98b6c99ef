"""Rules about configuration that everything accepts and that does not do what it says."""
