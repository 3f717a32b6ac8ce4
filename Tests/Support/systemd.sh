#!/bin/sh
# Boots a real systemd in a container with signaalpost installed, and looks at it from inside: it becomes
# active, takes in a file, reloads (a good and a broken table), and stops in time.
#   systemd.sh ROOT_OF_THE_PROJECT
# As root, with debootstrap and systemd-container. The base tree is kept in .build/systemd-tree.
set -eu
project=$(cd "$1" && pwd)
tree=$project/.build/systemd-tree
out=$(mktemp -d)
trap 'rm -rf "$out" "$root"' EXIT
root=$(mktemp -d)

# What the three programs link, whatever that is at present.
programs=$project/.build/release
libraries=$(ldd "$programs/signaalpost" "$programs/signaalpost-reader" "$programs/signaalpost-ocr" |
  awk '/=> \//{print $3}' | sort -u | xargs realpath | sed 's|.*/|*/|' | xargs dpkg -S |
  cut -d : -f 1 | sort -u | paste -s -d ,)
if [ "$(cat "$tree/complete" 2>/dev/null)" != "$libraries" ]; then
  rm -rf "$tree"
  mirror=$(apt-get indextargets --format '$(REPO_URI)' | grep -m 1 'debian/$')
  debootstrap --variant=minbase --include="systemd,systemd-sysv,dbus,procps,ca-certificates,tesseract-ocr-nld,tesseract-ocr-eng,$libraries" \
    bookworm "$tree" "$mirror" >"$out/debootstrap.log" 2>&1 || { tail -n 20 "$out/debootstrap.log" >&2; exit 69; }
  echo "$libraries" >"$tree/complete"
fi
cp -a "$tree/." "$root/"
make -s -C "$project" install-only DESTDIR="$root" >/dev/null

# A configuration without mail servers: a folder in, a Maildir out.
sed -e '/^\[\[mailbox\]\]/,/^secret = /d' -e '/^\[smtp\]/,/^secret = /d' -e 's/^way = .*/way = "maildir"/' \
  "$project/config/signaalpost.toml" >"$root/etc/signaalpost/signaalpost.toml"
printf '\n[maildir]\npath = "/var/lib/signaalpost/maildir"\n' >>"$root/etc/signaalpost/signaalpost.toml"
chmod 644 "$root/etc/signaalpost/signaalpost.toml"
mkdir -p "$root/etc/test" "$root/etc/systemd/system/multi-user.target.wants"
ln -s /lib/systemd/system/signaalpost.service "$root/etc/systemd/system/multi-user.target.wants/"
cp "$project/Tests/Support/systemd-inside.sh" "$root/etc/test/test.sh"
cp "$project/Tests/RecognitionTests/Fixtures/formulier.png" "$root/etc/test/scan.png"
cat >"$root/etc/systemd/system/test.service" <<UNIT
[Unit]
After=signaalpost.service
[Service]
Type=oneshot
ExecStart=/bin/sh /etc/test/test.sh
StandardOutput=file:/etc/test/out/result
StandardError=inherit
ExecStopPost=/bin/systemctl poweroff --no-block
[Install]
WantedBy=multi-user.target
UNIT
ln -s /etc/systemd/system/test.service "$root/etc/systemd/system/multi-user.target.wants/"

SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 timeout 120 systemd-nspawn -q -D "$root" --boot --register=no --keep-unit \
  --machine=signaalpost-test --private-network --bind="$out:/etc/test/out" \
  --system-call-filter="landlock_create_ruleset landlock_add_rule landlock_restrict_self" \
  </dev/null >"$out/console" 2>&1 || :
cat "$out/result" 2>/dev/null || { tail -n 30 "$out/console" >&2; exit 1; }
tail -n 1 "$out/result" | grep -qx 'all good'
