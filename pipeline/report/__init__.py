"""report: what a person reads. report.html beside every amount its picture; and the terminal's text."""

from pipeline.report.html import report_html
from pipeline.report.text import report_text

__all__ = ["report_html", "report_text"]
