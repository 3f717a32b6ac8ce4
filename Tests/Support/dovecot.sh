#!/bin/sh
# A real Dovecot on loopback without privileges, for the demo, the benchmark and the system tests.
#   dovecot.sh start DIR    makes certificates and a configuration in DIR, starts, writes DIR/port
#   dovecot.sh stop DIR
# Every user exists with the password in DIR/secret; the mail of user U is the Maildir DIR/mail/U.
set -eu
action=$1
dir=$2

if [ "$action" = stop ]; then
  [ ! -f "$dir/run/master.pid" ] || kill "$(cat "$dir/run/master.pid")" 2>/dev/null || :
  exit 0
fi

command -v /usr/sbin/dovecot >/dev/null || { echo "dovecot is missing: make deps" >&2; exit 69; }
mkdir -p "$dir/run" "$dir/state" "$dir/mail"
if [ "$(id -u)" = 0 ]; then
  user=nobody group=nogroup become="setpriv --reuid=nobody --regid=nogroup --clear-groups"
else
  user=$(id -un) group=$(id -gn) become=
fi
port=$(python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])')

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=demo-ca \
  -keyout "$dir/ca.key" -out "$dir/ca.pem" 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost \
  -keyout "$dir/server.key" -out "$dir/server.csr" 2>/dev/null
printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\n' >"$dir/server.ext"
openssl x509 -req -in "$dir/server.csr" -CA "$dir/ca.pem" -CAkey "$dir/ca.key" -CAcreateserial -days 2 \
  -extfile "$dir/server.ext" -out "$dir/server.pem" 2>/dev/null

(umask 077; printf 'geheim-%s\n' "$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')" >"$dir/secret")
cat >"$dir/dovecot.conf" <<CONF
base_dir = $dir/run
state_dir = $dir/state
log_path = $dir/dovecot.log
protocols = imap
listen = 127.0.0.1
default_internal_user = $user
default_internal_group = $group
default_login_user = $user
first_valid_uid = 1
ssl = required
ssl_cert = <$dir/server.pem
ssl_key = <$dir/server.key
mail_location = maildir:$dir/mail/%u
auth_mechanisms = plain login
mail_max_userip_connections = 50
service imap-login {
  chroot =
  process_min_avail = 1
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = $port
    ssl = yes
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
passdb {
  driver = static
  args = password=$(cat "$dir/secret")
}
userdb {
  driver = static
  args = uid=$user gid=$group home=$dir/mail/%u
}
CONF
[ -z "$become" ] || chown -R "$user:$group" "$dir/run" "$dir/state" "$dir/mail" "$dir"/server.*
[ -z "$become" ] || chown "$user:$group" "$dir" "$dir/dovecot.conf"
# Detached, with no descriptor of ours: whoever waits for this script must not wait for the server.
python3 -c 'import subprocess, sys
null = subprocess.DEVNULL
subprocess.Popen(sys.argv[1:], stdin=null, stdout=null, stderr=null, close_fds=True, start_new_session=True)' \
  $become /usr/sbin/dovecot -c "$dir/dovecot.conf" -F
for _ in $(seq 200); do
  if python3 -c "import socket; socket.create_connection(('127.0.0.1',$port),1)" 2>/dev/null; then
    echo "$port" >"$dir/port"
    exit 0
  fi
  sleep 0.05
done
echo "dovecot does not start; see $dir/dovecot.log" >&2
exit 69
