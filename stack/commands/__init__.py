"""What `bin/portal` can do. Each command says its steps; a step that fails says why and what to do."""
