package shared

is_low(port) if port < 1024
