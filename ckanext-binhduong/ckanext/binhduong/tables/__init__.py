"""A published table as people read it: its rows filtered, sorted and counted, its columns described, its columns drawn."""
