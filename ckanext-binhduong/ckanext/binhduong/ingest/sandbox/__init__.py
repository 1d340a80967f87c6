"""The child process that reads a file, and its confinement."""
