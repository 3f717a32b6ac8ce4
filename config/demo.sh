#!/bin/sh
# Takes in example signals from a drop folder and from a real IMAP server on loopback, and shows what a
# coordinator and a reporter get. Everything lives in one temporary directory and is gone afterwards.
#   config/demo.sh DIRECTORY_OF_THE_PROGRAMS
set -eu
here=$(cd "$(dirname "$0")" && pwd)
samples=$here/../Tests/Samples
bin=$1
work=$(mktemp -d)
trap '"$here/../Tests/Support/dovecot.sh" stop "$work/imap"; sleep 0.2; rm -rf "$work"' EXIT
chmod 755 "$work"

echo "== A mail server on loopback, and a folder"
mkdir -p "$work/drop" "$work/imap/mail/signalen/cur" "$work/imap/mail/signalen/new" \
  "$work/imap/mail/signalen/tmp"
chmod 700 "$work/drop"

# Every mail, and every third text written into a mail, goes to the mailbox; the other texts into the folder.
number=0
for file in "$samples"/*.eml "$samples"/*.txt; do
  number=$((number + 1))
  message=$work/imap/mail/signalen/new/$number.example
  if [ "${file##*.}" = eml ]; then
    cp "$file" "$message"
  elif [ $((number % 3)) = 0 ]; then
    {
      printf 'From: Balie <balie%s@gemeente.example>\nTo: signalen@demo.example\n' "$number"
      printf 'Subject: Signaal\nDate: %s\n' "$(LC_ALL=C date '+%a, %d %b %Y %H:%M:%S %z')"
      printf 'MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n'
      printf 'Content-Transfer-Encoding: 8bit\n\n'
      cat "$file"
    } >"$message"
  else
    cp "$file" "$work/drop/"
  fi
done
"$here/../Tests/Support/dovecot.sh" start "$work/imap"

sed -e "s|@WORK@|$work|g" -e "s|@CONFIG@|$here|g" -e "s|@PORT@|$(cat "$work/imap/port")|" \
  -e "s|$work/ca.pem|$work/imap/ca.pem|" -e "s|$work/secret|$work/imap/secret|" \
  "$here/demo.toml" >"$work/demo.toml"
export SIGNAALPOST_CONFIG="$work/demo.toml"

echo "== signaalpost check"
"$bin/signaalpost" check --online
echo "== signaalpost run --once"
"$bin/signaalpost" run --once 2>&1 | sed -n -e '1,12p' -e '13s/.*/... (one line an event)/p'
echo
echo "== signaalpost signals list"
"$bin/signaalpost" signals list
echo
echo "== signaalpost status"
"$bin/signaalpost" status
first=$("$bin/signaalpost" signals list | awk 'NR == 2 { print $1 }')
echo
echo "== signaalpost signals show $first"
"$bin/signaalpost" signals show "$first"
for kind in receipt notice; do
  echo
  echo "== The first $kind that left"
  file=$(grep -l "^X-Signaalpost: $kind" "$work"/maildir/new/* | head -n 1)
  python3 -c 'import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
for name in ("From", "To", "Subject", "Date", "Reply-To"): print(name + ":", m[name])
print(); print(m.get_content())' "$file"
done
echo "== Left in the folder and in the mailbox:"
echo "$(find "$work/drop" -maxdepth 1 -type f | wc -l) files," \
  "$(find "$work/imap/mail/signalen/new" "$work/imap/mail/signalen/cur" -type f | wc -l) messages"
