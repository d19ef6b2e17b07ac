# Builds Reelspace with Maven for ./reelspace, which sources this file.
#
#   build_once    uses $JDK, $root, $built, stale; ends the script when the build fails
#
# When several processes come here at once, one builds and the others wait for it.
build_once() {
  if ! command -v mvn >/dev/null 2>&1; then
    say 'Maven is needed to build Reelspace on first use, and mvn is not on PATH.'
    say 'Install it (Debian, Ubuntu: apt install maven; macOS: brew install maven), then try again.'
    exit 1
  fi
  if ! mkdir -p "$built"; then
    say "the build needs to write to $built; make it writable, or build as its owner."
    exit 1
  fi
  lock=$built/building
  until mkdir "$lock" 2>/dev/null; do
    IFS= read -r builder 2>/dev/null <"$lock/pid" || builder=
    if [ -n "$builder" ] && ! kill -0 "$builder" 2>/dev/null; then
      rm -rf "$lock" # left behind by a build that was killed
    fi
    sleep 1
  done
  printf '%s\n' "$$" >"$lock/pid"
  trap 'rm -rf "$lock"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  if stale; then
    say 'building (once; the first time this also fetches libraries) ...'
    log=$built/build.log
    if ! (cd "$root" && JAVA_HOME=$JDK mvn -B -q -DskipTests -Dspotless.check.skip=true \
      -pl cli -am package) >"$log" 2>&1 </dev/null; then
      grep -v '^WARNING' "$log" | head -n 20 >&2
      say "the build failed; its whole output is in $log"
      exit 1
    fi
  fi
  rm -rf "$lock"
  trap - EXIT INT TERM
}
