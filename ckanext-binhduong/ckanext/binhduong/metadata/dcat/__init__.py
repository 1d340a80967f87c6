"""The DCAT-AP profile."""
