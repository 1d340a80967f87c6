"""A new index beside the one that answers: built in a second core, compared with the database, put in the other's place."""
