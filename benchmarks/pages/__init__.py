"""How fast, how accessible and how findable the portal's pages are, by Lighthouse 12.8.2 in headless Chromium."""
