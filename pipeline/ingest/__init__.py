"""Bytes → pages: scanning a folder, decoding untrusted files in a limited child."""
