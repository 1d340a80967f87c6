"""Reading and checking large files, beside the tools an officer or a developer would use otherwise."""
