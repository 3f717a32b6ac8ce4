#!/bin/sh
# Runs commands on a Debian 12 that has Swift, git and make and nothing else: in a clean clone of the project,
# in a container made by debootstrap.
#   fresh-machine.sh ROOT_OF_THE_PROJECT TREE [COMMAND...]
# As root, with debootstrap and systemd-container. TREE is made when it is not there, and has what swift.org asks
# for on Debian 12 in its form without headers, so that a -dev package that the project forgot to name is missed.
# Without COMMAND: make demo, make test.
set -eu
project=$(cd "$1" && pwd)
tree=$2
shift 2
toolchain=$(dirname "$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")")

if [ ! -e "$tree/complete" ]; then
  rm -rf "$tree"
  mirror=$(apt-get indextargets --format '$(REPO_URI)' | grep -m 1 'debian/$')
  debootstrap --variant=minbase \
    --include=binutils,ca-certificates,gcc,git,libc6-dev,libcurl4,libedit2,libncurses6,libpython3.11,libsqlite3-0,libstdc++-12-dev,libxml2,make,tzdata,zlib1g \
    bookworm "$tree" "$mirror" >"$tree.log" 2>&1 || { tail -n 20 "$tree.log" >&2; exit 69; }
  cp /etc/apt/sources.list.d/debian.sources "$tree/etc/apt/sources.list.d/" 2>/dev/null || :
  touch "$tree/complete"
fi
clone=$(mktemp -d)
trap 'rm -rf "$clone"' EXIT
chmod 755 "$clone"
git clone -q "$project" "$clone/signaalpost"

[ $# -gt 0 ] || set -- sh -c 'make demo && make test'
systemd-nspawn -q -D "$tree" --volatile=overlay --register=no --keep-unit --machine=fresh --pipe \
  --system-call-filter="landlock_create_ruleset landlock_add_rule landlock_restrict_self" \
  --bind-ro="$toolchain:/opt/swift" --bind="$clone:/src" --bind-ro=/etc/resolv.conf --chdir=/src/signaalpost \
  --setenv=PATH=/opt/swift/usr/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  --setenv=GIT_CONFIG_COUNT=1 --setenv=GIT_CONFIG_KEY_0=safe.directory --setenv='GIT_CONFIG_VALUE_0=*' "$@"
