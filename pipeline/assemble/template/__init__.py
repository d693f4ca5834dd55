"""The Typst templates of the pack; what they print comes from data.json as plain data."""
