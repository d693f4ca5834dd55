"""Specimen papers: drawn, with 样本 printed on them, each with its truth."""
