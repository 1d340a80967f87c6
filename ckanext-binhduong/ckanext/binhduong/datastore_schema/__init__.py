"""The schema of the database ``datastore`` beside what CKAN's DataStore keeps there: definition, migrations, generated SQL."""
