"""report: what a person reads, as a page with every amount beside its picture, and as text."""

from pipeline.report.html import report_html
from pipeline.report.text import report_text

__all__ = ["report_html", "report_text"]
