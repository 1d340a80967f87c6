"""What proves who somebody is, and how often it may be tried: passwords, API tokens, wrong attempts."""
