"""Who may do what: every action for every role, with an object in every state, against the committed table ``matrix.yaml``."""
