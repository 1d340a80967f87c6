"""The rows of a published table by an address: filtered, sorted, page by page, or in groups."""
