"""Files kept by content: the store, who refers to a file, how it is served, and folders for work in progress."""
