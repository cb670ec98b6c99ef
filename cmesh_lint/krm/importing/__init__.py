"""CEC → stanzas: kinds are proposed by what is recognised, and held against what comes out when they are expanded."""
