"""The words of the letter and the sheets, as data (*.toml beside this file)."""
