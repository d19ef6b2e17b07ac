# Makes the JVM's start-up cache for ./reelspace, which sources this file.
#
#   make_aot_cache    uses exec_java, $caches, $cache, $made_for
#
# Searches of the sample clips are recorded, and the JVM writes the cache when that run ends. Failing
# here costs only speed; it is tried again after the next build.
make_aot_cache() {
  mkdir -p "$caches" 2>/dev/null || return 0
  training_home=$(mktemp -d) || return 0
  say 'preparing a quicker start (once) ...'
  new=$cache.$$
  (
    REELSPACE_HOME=$training_home
    export REELSPACE_HOME
    (exec_java io.reelspace.cli.Main demo) &&
      exec_java -XX:AOTCacheOutput="$new" io.reelspace.cli.StartupTraining
  ) >"$caches/aot.log" 2>&1 </dev/null || rm -f "$new"
  rm -rf "$training_home" "$new.config"
  # An empty cache is not used, and says that this JDK and these jars were tried.
  [ -f "$new" ] || : >"$new"
  mv -f "$new" "$cache" && printf '%s\n' "$made_for" >"$cache.for"
}
