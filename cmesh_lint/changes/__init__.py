"""A git ref → the findings that a change brings.

Files of the base commit and of the index are read from git; what relates to a changed file is read, too.
"""
