# Installs Debian packages for ./run and ./test, as root or with sudo, and says so. Sourced, not run.

# node_is_old: whether Node is missing or older than 18.
node_is_old() {
  local major
  major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
  [ "${major:-0}" -lt 18 ]
}

# has_c_compiler: whether any of the usual names is there.
has_c_compiler() {
  command -v cc >/dev/null || command -v gcc >/dev/null || command -v clang >/dev/null
}

# install_packages NAME...: installs them, or says what to type and fails.
install_packages() {
  [ $# -gt 0 ] || { echo "nothing is lacking"; return 0; }
  echo "lacking: $*; installing with apt-get"
  command -v apt-get >/dev/null || { echo "there is no apt-get: install these by hand: $*"; return 1; }
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "run as root: apt-get install $*"; return 1; }
    # With a terminal sudo may ask; without one it must not wait for an answer.
    if [ -t 0 ]; then as_root=(sudo); else as_root=(sudo -n); fi
  fi
  # An installation that was cut off earlier makes apt-get refuse all others until it is finished; this does nothing else.
  ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive dpkg --configure -a ||
    echo "dpkg could not finish an earlier installation; going on"
  ${as_root[@]+"${as_root[@]}"} apt-get update -qq &&
    ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends "$@"
}
