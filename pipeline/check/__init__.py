"""check: Case, Claim, plan and letters → CheckReport. A rule is one function and one case file."""

from pipeline.check.facts import Facts
from pipeline.check.rule import Rule
from pipeline.check.run import RULES, rule_named, run_checks

__all__ = ["RULES", "Facts", "Rule", "rule_named", "run_checks"]
