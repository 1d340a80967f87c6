"""Ten tasks that people come with, done in Chromium on a phone's screen: taps, keys, seconds, and whether the answer needs scrolling."""
