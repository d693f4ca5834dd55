"""Page → Reading: what stands on a page, where, and how sure the reader is."""
