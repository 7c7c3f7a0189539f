# make setup      install missing system packages (apt-get or brew; nothing when all is there)
# make build      release build: .build/release/zoo
# make run        setup, build, and the analysis of AlexNet
# make test       setup and the whole test suite
# make format     rewrite the sources in the project's style
# make lint       check the style without changing anything
# make reports    write reports/ anew
# make browser    Playwright in .build/browser-venv, by which tests drive Chromium (python3-venv, chromium, network)
# make check-page check the HTML page in Chromium, and keep pictures of it in .build/page (what make browser needs)
# make check-pictures  look in Chromium for texts of reports/ that cannot be read (the same and DejaVu Sans; minutes)
# make snapshots  rewrite the snapshots that tests compare with
# make benchmark  time and memory beside other tools (makes its own Python environment)
# make reference  record anew what other tools print, write and compute, and have them load exports (the same environment)
# make fuzz       throw RUNS (1000000) changed files at every parser (libFuzzer; minutes to hours)
# make test-threads  the tests under the thread sanitizer, which is in the toolchain (an hour or more; TESTS=InferenceTests for some)
# make torture    damage files and interrupt exports in every way: reports/robustness.md (hours; QUICK=1: minutes; strace)
# make test-systems  build and test in fresh systems of Debian 12 and 13 (root, debootstrap, 20 GB, hours)
# make dist       an archive, a Debian package and a Python wheel in dist/ (dpkg-deb, patchelf, python3, xz)
# make test-dist  install and try these, and what 'make install' does, in bare systems of Debian 12 and 13 (root, debootstrap, 1 GB)
# make test-python  test the Python module of the wheel (python3, pytest)
# make docs       the documentation of the libraries in .build/docs (docc, which is part of the toolchain)
# make man        write the manual page to .build/zoo.1
# make install    the program, its manual page and completions to PREFIX (PREFIX=/usr/local)

PREFIX ?= /usr/local
ZOO = .build/release/zoo
# One static binary starts in half the time of one that loads Foundation; it looks for no library beside itself, and
# no library for symbols in it.
RELEASE = -c release --static-swift-stdlib --disable-local-rpath -Xlinker --no-export-dynamic
RUNS = 1000000
QUICK =
TESTS = .
MANUAL = $(PREFIX)/share/man/man1
BASH = $(PREFIX)/share/bash-completion/completions
ZSH = $(PREFIX)/share/zsh/site-functions
FISH = $(PREFIX)/share/fish/vendor_completions.d
SWIFT_SOURCES = Package.swift Sources Tests Fuzz zoo
PYTHON_ENVIRONMENT = .build/reference-venv
BROWSER_ENVIRONMENT = .build/browser-venv

.PHONY: setup build run test format lint reports browser check-page check-pictures snapshots benchmark reference fuzz torture \
  test-threads test-systems dist test-dist test-python docs man install

setup:
	@Scripts/setup.sh

build: setup
	swift build $(RELEASE)

run: build
	@echo
	@$(ZOO) analyze alexnet
	@echo
	@echo "The program is $(abspath $(ZOO)). 'make install PREFIX=~/.local' puts it on the PATH with its manual page;"
	@echo "'zoo --help' lists the commands, and 'zoo examples' writes files to try them with."

test: setup
	@Scripts/test.sh

format:
	swift format --in-place --recursive $(SWIFT_SOURCES)

lint:
	swift format lint --strict --recursive $(SWIFT_SOURCES)

reports: build
	$(ZOO) report --language all --output reports

browser:
	@Scripts/browser.sh $(BROWSER_ENVIRONMENT)

check-page: build browser
	$(BROWSER_ENVIRONMENT)/bin/python Scripts/check_page.py $(ZOO) --screenshots .build/page

check-pictures: browser
	$(BROWSER_ENVIRONMENT)/bin/python Scripts/check_pictures.py reports

snapshots: setup
	ZOO_SNAPSHOTS=rewrite swift test

benchmark: build browser
	@Scripts/environment.sh $(PYTHON_ENVIRONMENT)
	$(PYTHON_ENVIRONMENT)/bin/python Benchmarks/analyze.py
	$(PYTHON_ENVIRONMENT)/bin/python Benchmarks/imports.py
	$(PYTHON_ENVIRONMENT)/bin/python Benchmarks/weights.py
	$(PYTHON_ENVIRONMENT)/bin/python Benchmarks/inference.py --output .build/inference.json
	$(BROWSER_ENVIRONMENT)/bin/python Benchmarks/page.py

reference: build
	@Scripts/environment.sh $(PYTHON_ENVIRONMENT)
	$(PYTHON_ENVIRONMENT)/bin/python Scripts/record_counts.py
	$(PYTHON_ENVIRONMENT)/bin/python Scripts/record_kind_counts.py
	$(PYTHON_ENVIRONMENT)/bin/python Scripts/record_kinds.py
	$(PYTHON_ENVIRONMENT)/bin/python Scripts/record_weights.py
	$(PYTHON_ENVIRONMENT)/bin/python Scripts/record_activations.py $(ZOO)
	$(PYTHON_ENVIRONMENT)/bin/python Scripts/record_gradients.py $(ZOO)
	$(PYTHON_ENVIRONMENT)/bin/python Scripts/record_images.py
	$(PYTHON_ENVIRONMENT)/bin/python Scripts/check_exports.py $(ZOO)
	$(PYTHON_ENVIRONMENT)/bin/python Scripts/check_torchvision_outputs.py $(ZOO)
	$(PYTHON_ENVIRONMENT)/bin/python Scripts/check_gradients.py $(ZOO)
	$(PYTHON_ENVIRONMENT)/bin/python Scripts/record_lesson.py $(ZOO)

fuzz:
	Fuzz/run.sh $(RUNS)

test-threads: setup
	swift test --sanitize=thread --scratch-path .build-threads --filter '$(TESTS)'

torture: build
	@command -v strace >/dev/null || { echo "make torture needs strace (apt-get install strace)" >&2; exit 1; }
	Scripts/torture.py $(if $(QUICK),--quick) --zoo $(ZOO)

test-systems:
	Scripts/test_systems.sh

dist: build
	Scripts/dist.sh $(ZOO)

test-dist: dist
	Scripts/test_dist.sh

test-python: build
	ZOO_PROGRAM=$(abspath $(ZOO)) PYTHONPATH=Python python3 -m pytest -q Python/tests

docs: setup
	Scripts/docs.sh

man: build
	$(ZOO) manual > .build/zoo.1

install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	install -s -m 755 $(ZOO) $(DESTDIR)$(PREFIX)/bin/zoo
	install -d $(DESTDIR)$(MANUAL) $(DESTDIR)$(BASH) $(DESTDIR)$(ZSH) $(DESTDIR)$(FISH)
	$(ZOO) manual > $(DESTDIR)$(MANUAL)/zoo.1
	$(ZOO) --generate-completion-script bash > $(DESTDIR)$(BASH)/zoo
	$(ZOO) --generate-completion-script zsh > $(DESTDIR)$(ZSH)/_zoo
	$(ZOO) --generate-completion-script fish > $(DESTDIR)$(FISH)/zoo.fish
