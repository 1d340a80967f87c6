"""How often data are used: counted by day from a log of nginx that knows no address and no cookie."""
