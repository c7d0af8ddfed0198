# On a fresh Debian 12 with python3, make and git every target below works as it stands.
# Only what changed is made again; `make clean` throws away what was made.

PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python -m
PO := $(wildcard resources/translations/*/LC_MESSAGES/*.po)
MO := $(PO:.po=.mo)
PICTURES := .venv/.pictures
LIBPYTHON = $(shell $(BIN)/python -c "import sysconfig as s; print('{LIBDIR}/{INSTSONAME}'.format(**s.get_config_vars()))"):libpython3.11
RARE := /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc:fonts-noto-cjk

.PHONY: run test check bench faults mutants build wheel installed pictures sight typed new-user look-round installer-check lock translations system tracer peers ready clean

run: ready                ## build the demonstration station, print its papers, open the window
	@$(RUN) louyu_desktop demo

test: ready tracer        ## all tests
	QT_QPA_PLATFORM=offscreen $(RUN) pytest -n 2 --dist loadgroup

check: ready              ## style, types, layers, sizes, catalogue, drift of the schema
	$(RUN) ruff check .
	$(RUN) mypy
	$(BIN)/python tools/layers.py
	$(BIN)/python tools/catalogue.py check
	QT_QPA_PLATFORM=offscreen $(RUN) pytest -q tests/architecture $(wildcard tests/storage/test_*drift*.py)

bench: ready peers        ## measurements beside their floors and peers (SPEED.md); takes a while
	QT_QPA_PLATFORM=offscreen $(RUN) tests.bench.measure
	QT_QPA_PLATFORM=offscreen $(RUN) pytest -q -s tests/journeys

faults: ready tracer      ## kills in the middle of writing, damaged and foreign files, any text anywhere (SAFETY.md)
	LOUYU_DRILLS=20 LOUYU_FLIPS=2000 LOUYU_EVERY_STEP=1 LOUYU_KEY_MUTATIONS=10000 \
	LOUYU_KILLED_WRITERS=500 LOUYU_CUTS=400 LOUYU_STOPS=0 LOUYU_RUNS=500 LOUYU_UPGRADE_KILLS=0 LOUYU_EVENTS=10000 \
	LOUYU_SEEDS=5 LOUYU_RACES=500 LOUYU_DAYS=8 LOUYU_SIGN_INS=375 LOUYU_PICTURES=6000 LOUYU_DOCUMENTS=150 LOUYU_KILLS=200 LOUYU_DESK_SIGN_INS=10000 LOUYU_DESK_KILLS=200 LOUYU_BOOKINGS=10000 LOUYU_TEXTS=60 LOUYU_BATCHES=20 LOUYU_LIVES=200 LOUYU_STEPS=10000 LOUYU_PROMISES=2000 LOUYU_LEDGER=20000 LOUYU_EVERY_SCREEN=1 LOUYU_TORN=100 \
	QT_QPA_PLATFORM=offscreen $(RUN) pytest -q tests/faults \
		tests/storage/test_crash.py tests/storage/test_place.py $(wildcard tests/storage/test_vault*.py) \
		tests/storage/test_backup.py tests/storage/test_repair.py tests/storage/test_restore.py tests/storage/test_container.py tests/unit/test_any_text.py \
		tests/unit/test_foreign_files.py tests/storage/test_attachments.py tests/unit/test_waiting_list.py tests/storage/test_visits_due.py tests/storage/test_undo.py tests/unit/test_merging.py tests/unit/test_importing_dossiers.py tests/unit/test_snoozing.py tests/unit/test_promised_rows.py tests/journeys/test_accessible.py tests/journeys/test_help_everywhere.py
	$(RUN) tests.faults.mutated
	$(RUN) tests.faults.oracle

mutants: ready .venv/.mutating   ## small changes in rights, keys, backups and merging that the tests must notice (SAFETY.md T19)
	QT_QPA_PLATFORM=offscreen $(RUN) tests.faults.mutants --each 12

build: .venv/.building pictures   ## the Debian package and the portable archive in dist/; some ten minutes
	@PYTHON=$(PYTHON) sh tools/system.sh patchelf cc:gcc objdump:binutils ar:binutils xz:xz-utils $(LIBPYTHON)
	$(BIN)/python installer/build_linux.py

wheel: ready pictures     ## the wheel and the source archive in dist/
	$(RUN) build --no-isolation

installed: ready          ## what `make build` made, in fresh roots of Debian 12 and 11 (needs root, debootstrap and Xvfb)
	@PYTHON=$(PYTHON) sh tools/system.sh debootstrap Xvfb:xvfb xdotool import:imagemagick
	$(RUN) tests.installer.in_roots

typed: ready              ## Chinese typed into what `make build` made, by fcitx 4, fcitx 5 and ibus, in such roots
	@PYTHON=$(PYTHON) sh tools/system.sh debootstrap Xvfb:xvfb xdotool import:imagemagick openbox dbus-daemon
	$(RUN) tests.installer.typed

new-user: ready           ## a new user from the first window to the printed sheet, counted; PROGRAM=… for an installed one
	@PYTHON=$(PYTHON) sh tools/system.sh Xvfb:xvfb xdotool import:imagemagick openbox dbus-daemon
	$(RUN) tests.installer.new_user --photographs build/new-user $(PROGRAM)

look-round: ready         ## the demonstration from the first window: begun, stopped, built, removed; PROGRAM=… for an installed one
	@PYTHON=$(PYTHON) sh tools/system.sh Xvfb:xvfb xdotool openbox dbus-daemon
	$(RUN) tests.installer.look_round $(PROGRAM)

installer-check: ready    ## the Windows installer under wine: installed, refused, upgraded, killed, removed; a minute or two
	@PYTHON=$(PYTHON) sh tools/system.sh makensis:nsis wine Xvfb:xvfb
	$(RUN) tests.installer.under_wine

lock: ready               ## requirements.lock anew; `make lock NEWER=--upgrade` takes newer versions
	sh tools/lock.sh $(NEWER)

translations: ready       ## take new sentences into the catalogues
	$(BIN)/python tools/catalogue.py update

pictures: $(PICTURES)     ## the handbook's pictures, out of the demonstration's window; the first time a minute

sight: ready              ## every screen looked through for what is cut, with its pictures in build/sight; `make sight LOOK="--scale 1.5 --text huge"`
	$(RUN) tests.sight --pictures build/sight $(LOOK)

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -f resources/translations/*/LC_MESSAGES/*.mo
	rm -rf resources/help/pictures

# ---------------------------------------------------------------------------------------- the ground

ready: .venv/.installed $(MO)

system:
	@PYTHON=$(PYTHON) sh tools/system.sh

tracer:
	@if [ "$$(uname -s)" = Linux ]; then PYTHON=$(PYTHON) sh tools/system.sh strace dbus-daemon makensis:nsis ar:binutils $(RARE); fi

peers:
	@PYTHON=$(PYTHON) sh tools/peers.sh

.venv/.locked: requirements.lock | system
	@echo "准备运行环境（第一次约需几分钟）……"
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(RUN) pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@SBK_EMBED=0 $(BIN)/python -c "import PySide6.QtCore"
	@touch $@

.venv/.installed: .venv/.locked pyproject.toml tools/build_resources.py
	@$(RUN) pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.building: requirements-build.lock .venv/.installed
	@$(RUN) pip install --quiet --disable-pip-version-check --require-hashes -r requirements-build.lock
	@touch $@

.venv/.mutating: requirements-mutants.lock .venv/.installed
	@$(RUN) pip install --quiet --disable-pip-version-check --require-hashes -r requirements-mutants.lock
	@touch $@

%.mo: %.po .venv/.installed
	@$(BIN)/python tools/build_resources.py
	@touch $@

$(PICTURES): tools/help_pictures.py $(wildcard resources/help/*.md) $(shell find louyu_desktop/ui -name '*.py') | ready
	@$(BIN)/python tools/help_pictures.py
	@touch $@
