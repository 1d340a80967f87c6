"""What lies in the folder of backups: its layout, the contents of files, the manifest, the log's segments, the secrets."""
