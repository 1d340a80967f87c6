"""Parts of statements that several packages make of what a reader asks: words, and pages that begin after a row."""
