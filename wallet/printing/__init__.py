"""Plain data into documents: typst in a process of its own, glyphs that can be printed, QR codes."""
