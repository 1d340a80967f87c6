"""What greedy and slow clients and a hung Solr do to the other readers of a running portal."""
