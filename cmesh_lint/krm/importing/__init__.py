"""CEC → policies: kinds proposed by what is recognised, and compared with what they expand to."""
