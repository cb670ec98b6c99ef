"""What is asked of the operating system: regular files, temporary files, child processes, signals, git."""
