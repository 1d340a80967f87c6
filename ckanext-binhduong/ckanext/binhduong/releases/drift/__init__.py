"""Compare what the ledger says with what stands: files of the store, tables and layers of the DataStore, the resources themselves."""
