"""Bytes → upright pages: scanning a folder, decoding untrusted files in a child, setting upright."""
