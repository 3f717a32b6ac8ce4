# signaalpost: what can be made. Debian 12 with Swift 6.3; everything else comes from `make deps`.

PREFIX ?= /usr
DESTDIR ?=
SWIFT ?= swift

# Debian packages: to build, to run the tests and the demo, and for the long tests and the benchmark.
BUILD = libcurl4-openssl-dev libgmime-3.0-dev libgsf-1-dev libpoppler-glib-dev libqpdf-dev libseccomp-dev \
  libsqlite3-dev libssl-dev libstdc++-12-dev libsystemd-dev libtesseract-dev libtomlplusplus-dev libxml2-dev \
  libzip-dev make pkg-config tesseract-ocr-eng tesseract-ocr-nld
CHECK = dovecot-imapd openssl python3 python3-aiosmtpd systemd util-linux
LONG = debootstrap fetchmail fonts-liberation isync libreoffice-writer-nogui python3-pikepdf python3-uno strace systemd-container valgrind

RELEASE = .build/release
STATIC = -c release --static-swift-stdlib

.PHONY: build deps deps-long demo test test-long fuzz score bench install install-only forms format lint clean

build: deps
	$(SWIFT) build $(STATIC)

# Installs only what is missing, and says what it cannot do.
deps:
	@command -v $(SWIFT) >/dev/null || { \
	  echo "Swift 6.3 is missing: install it from swift.org for Debian 12 and put it on PATH" >&2; exit 69; }
	@sh -c '$(install_missing)' deps $(BUILD) $(CHECK)

deps-long: deps
	@sh -c '$(install_missing)' deps $(BUILD) $(CHECK) $(LONG)

install_missing = missing=; for p in "$$@"; do \
  dpkg-query -W -f "\$${db:Status-Status}" "$$p" 2>/dev/null | grep -qx installed || missing="$$missing $$p"; \
done; \
[ -n "$$missing" ] || exit 0; \
if [ "$$(id -u)" != 0 ]; then \
  echo "These packages are missing; as root run: apt-get install$$missing" >&2; exit 77; \
fi; \
echo "Installing:$$missing"; \
apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing

demo: build
	config/demo.sh $(RELEASE)

# One after the other: many wait for real servers and clocks, and two processors starve them otherwise. The crowd
# of 20,000 files measures the memory of its process, and so runs in one of its own.
test: deps
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --no-parallel --skip FolderCrowd
	$(SWIFT) test --skip-build --filter FolderCrowd

# Also what takes long: kills at random, a real systemd in a container, the corpora when they are there, and ten
# minutes of fuzzing each parser, two at a time.
test-long: FUZZ_SECONDS ?= 600
test-long: FUZZ_JOBS ?= 2
test-long: deps-long build
	$(SWIFT) build --build-tests
	SIGNAALPOST_LONG=1 $(SWIFT) test --skip-build --no-parallel --skip FolderCrowd
	SIGNAALPOST_LONG=1 $(SWIFT) test --skip-build --filter FolderCrowd
	SWIFT=$(SWIFT) Tests/Fuzz/run $(FUZZ_SECONDS) $(FUZZ_JOBS)

# Each parser of what others send under libFuzzer for some seconds; findings lie in .build/fuzz/findings.
fuzz: FUZZ_SECONDS ?= 60
fuzz: FUZZ_JOBS ?= 1
fuzz: deps
	SWIFT=$(SWIFT) Tests/Fuzz/run $(FUZZ_SECONDS) $(FUZZ_JOBS)

# Precision and recall over the example signals, column by column.
score: deps
	$(SWIFT) build --build-tests
	SIGNAALPOST_SCORE=1 $(SWIFT) test --skip-build --filter Score

bench: deps-long build
	Benchmarks/reader $(RELEASE)
	Benchmarks/run $(RELEASE)

install: build install-only

install-only:
	install -D -m 755 $(RELEASE)/signaalpost $(DESTDIR)$(PREFIX)/bin/signaalpost
	install -D -m 755 $(RELEASE)/signaalpost-reader $(DESTDIR)$(PREFIX)/libexec/signaalpost/signaalpost-reader
	install -D -m 755 $(RELEASE)/signaalpost-ocr $(DESTDIR)$(PREFIX)/libexec/signaalpost/signaalpost-ocr
	install -D -m 644 systemd/signaalpost.service $(DESTDIR)/lib/systemd/system/signaalpost.service
	install -D -m 644 systemd/signaalpost.sysusers $(DESTDIR)/usr/lib/sysusers.d/signaalpost.conf
	install -D -m 644 systemd/signaalpost.tmpfiles $(DESTDIR)/usr/lib/tmpfiles.d/signaalpost.conf
	install -d $(addprefix $(DESTDIR)/etc/signaalpost/,tabellen teksten forms)
	[ -e $(DESTDIR)/etc/signaalpost/signaalpost.toml ] || \
	  install -m 640 config/signaalpost.toml $(DESTDIR)/etc/signaalpost/signaalpost.toml
	install -m 644 config/tabellen/*.csv $(DESTDIR)/etc/signaalpost/tabellen/
	install -m 644 config/teksten/*.txt $(DESTDIR)/etc/signaalpost/teksten/
	install -m 644 $(addprefix config/forms/signaalformulier.,pdf docx odt txt) $(DESTDIR)/etc/signaalpost/forms/

# The blank forms, after a change of their questions or of a label; needs LibreOffice and pikepdf (deps-long).
forms:
	/usr/bin/python3 config/forms/make.py

format:
	$(SWIFT) format -i -r Sources Tests Package.swift

lint:
	$(SWIFT) format lint --strict -r Sources Tests Package.swift

clean:
	rm -rf .build
