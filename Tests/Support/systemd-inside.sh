#!/bin/sh
# Runs inside the container; one line a check, "all good" at the end.
set -u
fail() { echo "FAILED: $*"; journalctl -u signaalpost --no-pager | tail -n 30; systemctl status signaalpost --no-pager; exit 1; }
wait_for() { for _ in $(seq 100); do eval "$1" && return 0; sleep 0.1; done; return 1; }

systemctl is-active signaalpost >/dev/null || fail "not active"
echo "active: $(systemctl show signaalpost -p StatusText --value)"
[ "$(systemctl show signaalpost -p Type --value)" = notify ] || fail "not Type=notify"
[ "$(stat -c %a /var/lib/signaalpost)" = 700 ] || fail "state directory is open"

reader=$(pgrep -o -x signaalpost-rea) || fail "no reader"
for line in 'NoNewPrivs:.1' 'Threads:.1' 'Seccomp:.2'; do
  grep -qx "$line" "/proc/$reader/status" || fail "the reader is not confined: $line"
done
journalctl -u signaalpost -o cat | grep not-confined && fail "the reader lacks a barrier"
echo "reader confined: $(grep Seccomp_filters "/proc/$reader/status")"

printf 'Naam melder: Test Verzonnen\nGemeente: Enschede\nAdres: Testlaan 1\nPostcode: 7511 UF\nWoonplaats: Enschede\nToelichting: zes mensen, paspoorten afgenomen\n' >/tmp/signaal.txt
install -o signaalpost -g signaalpost -m 600 /tmp/signaal.txt /var/spool/signaalpost/drop/signaal.txt
wait_for 'signaalpost signals list | grep -q 0153' || fail "the file was not taken in"
wait_for '[ ! -e /var/spool/signaalpost/drop/signaal.txt ]' || fail "the file was not removed"
echo "taken in: $(signaalpost signals list | tail -n 1)"
wait_for '[ -n "$(ls /var/lib/signaalpost/maildir/new 2>/dev/null)" ]' || fail "no notice left"
echo "notices: $(ls /var/lib/signaalpost/maildir/new | wc -l)"

install -o signaalpost -g signaalpost -m 600 /etc/test/scan.png /var/spool/signaalpost/drop/scan.png
wait_for '[ "$(signaalpost signals list | grep -c 0153)" = 2 ]' ||
  wait_for '[ "$(signaalpost signals list | grep -c 0153)" = 2 ]' || fail "the scan was not recognised"
echo "recognised: $(journalctl -u signaalpost -o cat | grep -m 1 recognised)"

systemctl reload signaalpost || fail "reload"
wait_for 'journalctl -u signaalpost | grep -q reloaded' || fail "no reload in the journal"
echo "reloaded"
cp /etc/signaalpost/tabellen/pc4.csv /tmp/pc4.csv
echo 'not a row' >>/etc/signaalpost/tabellen/pc4.csv
systemctl reload signaalpost || fail "reload with a broken table"
wait_for 'journalctl -u signaalpost | grep -q reload-refused' || fail "a broken table was not refused"
systemctl is-active signaalpost >/dev/null || fail "ended by a broken table"
echo "broken table refused: $(journalctl -u signaalpost -o cat | grep -m 1 reload-refused)"
cp /tmp/pc4.csv /etc/signaalpost/tabellen/pc4.csv

pid=$(systemctl show signaalpost -p MainPID --value)
grep -q 'NoNewPrivs:.1' "/proc/$pid/status" || fail "privileges"
start=$(date +%s)
systemctl stop signaalpost || fail "stop"
[ $(($(date +%s) - start)) -le 10 ] || fail "stop took too long"
[ "$(systemctl show signaalpost -p Result --value)" = success ] || fail "did not end well"
echo "stopped in $(($(date +%s) - start)) s"
journalctl -u signaalpost -o cat | grep -E 'Verzonnen|Testlaan|7511' && fail "content in the journal"
systemctl start signaalpost || fail "second start"
[ "$(signaalpost signals list | grep -c MH-)" = 2 ] || fail "not two signals after the restart"
kill -STOP "$(systemctl show signaalpost -p MainPID --value)"
systemctl kill -s KILL signaalpost
wait_for '[ "$(systemctl show signaalpost -p NRestarts --value)" -ge 1 ]' || fail "not started again after a crash"
echo "started again after a crash"
echo 'all good'
