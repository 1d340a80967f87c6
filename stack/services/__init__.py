"""The programs that an instance runs: PostgreSQL, Solr and the supervisor that starts and watches all."""
