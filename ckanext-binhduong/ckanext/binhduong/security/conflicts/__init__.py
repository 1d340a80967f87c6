"""Two people who change the same thing: the second is told, sees both versions, and loses nothing typed."""
