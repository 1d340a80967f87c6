"""Every client and validator that the portal promises to work with, run on a live portal: ``make clients``, printed as docs/clients.md."""
