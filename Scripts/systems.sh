# What the scripts share that try things in systems of Debian made by debootstrap; they read it with their suites as arguments.
# It sets suites, folder (where the systems lie) and mirror, and ends where such systems cannot be made.

# Ends with a message, in the words of the command that make has for the script.
fail() {
  echo "$(basename "$0" .sh | tr _ -): $*" >&2
  exit 1
}

suites=("$@")
[ ${#suites[@]} -gt 0 ] || suites=(bookworm trixie)
folder=${ZOO_SYSTEMS:-/var/tmp/zoo-systems}

[ "$(id -u)" = 0 ] || fail "it makes systems with debootstrap and enters them with chroot, for which it has to be root"
for tool in debootstrap chroot unshare; do command -v "$tool" >/dev/null || fail "$tool is missing"; done

# The first mirror that apt itself takes Debian from.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | sed -n '/\/debian\/*$/p' | head -1)
[ -n "$mirror" ] || fail "apt has no mirror of Debian on this machine"
