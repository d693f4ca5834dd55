# What a person types. Everything that must be set up is set up by .ci/setup, once.
# Exit 1 of reliefpack means "done, but not ready yet": pack, batch and demo leave their result and go on.

.PHONY: help demo pack check batch test lint bench bench-reading bench-checks golden clean setup

RUN = .venv/bin/reliefpack
PYTHON = .venv/bin/python

help:
	@echo "make demo               set up, build the sample case, say where the pack is  构建示例"
	@echo "make pack  CASE=folder  build the pack of one case                           生成材料包"
	@echo "make check CASE=folder  check a case, or a pack that was built               提交前检查"
	@echo "make batch ROOT=folder [JOBS=2]  every sub-folder is a case                  批量处理"
	@echo "make test               set up and run all tests                             运行测试"
	@echo "make lint               ruff, mypy, import layers"
	@echo "make bench [ARGS=--help]  where the time goes; batch beside OCRmyPDF, as ratios   速度"
	@echo "make bench-reading [ARGS=--help]  how truly bills are read, and what it costs   识别率"
	@echo "make bench-checks [ARGS=--help]   which planted defects the checks find          检查率"
	@echo "make golden FORCE=1     write the expected results anew (look at the diff!)"
	@echo "make clean              remove what was built here (not your cases, not .venv)"

setup:
	@sh .ci/setup

demo: setup
	@$(RUN) build samples/cases/messy --out demo-out || [ $$? -eq 1 ]
	@sh .ci/demo-says demo-out

pack: setup
	@: "$${CASE:?say which folder: make pack CASE=/path/to/case}"
	@$(RUN) build "$$CASE" || [ $$? -eq 1 ]

check: setup
	@: "$${CASE:?say which folder: make check CASE=/path/to/case}"
	@$(RUN) check "$$CASE"

batch: setup
	@: "$${ROOT:?say which folder: make batch ROOT=/path/to/cases}"
	@$(RUN) batch "$$ROOT" --jobs "$${JOBS:-0}" || [ $$? -eq 1 ]

test: setup
	@$(PYTHON) -m pytest

lint: setup
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports --no-cache

bench: setup
	@$(PYTHON) -m tests.bench
	@$(PYTHON) -m tests.bench_batch $(ARGS)
	@$(PYTHON) -m tests.bench_pack

bench-reading: setup
	@$(PYTHON) -m tests.bench_reading $(ARGS)

bench-checks: setup
	@$(PYTHON) -m tests.bench_checks $(ARGS)

golden: setup
	@FORCE="$${FORCE:-}" $(PYTHON) -m tests.golden

clean:
	rm -rf demo-out build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
