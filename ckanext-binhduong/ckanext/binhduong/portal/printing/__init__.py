"""Pages on paper: the QR code that leads from a print back to the page. The rest is the style sheet ``print.css``."""
