"""The job that turns a file into a published table: staging, one transaction, and its settlement in CKAN."""
