"""What several packages need: the DataStore's database, connection pools, the scheduler, errors and their answers."""
