#!/bin/sh
# apt-install.sh PACKAGE…: installs Debian packages, as root, without starting the services that they bring.
set -eu
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  # Debian asks this file before it starts a service; 101 is "not allowed".
  trap 'rm -f "$policy"' EXIT
  trap 'exit 130' INT TERM HUP
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q=2
apt-get install -q=2 -y --no-install-recommends "$@" >/dev/null
