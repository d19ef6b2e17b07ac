# Finds a JDK of version 25 or later; to be sourced by a POSIX shell.
#
#   find_jdk    sets JDK to its folder and returns 0, or returns 1
#
# JAVA_HOME comes first, then the java on PATH, then where JDKs usually lie. Among the latter a
# JDK 25 is taken before a later one. The version is read from the JDK's own `release` file, which
# is much quicker than asking `java -version`.

# Sets JDK_VERSION to the feature version of the JDK in folder $1 (25 for 25.0.1).
jdk_version() {
  JDK_VERSION=
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS='=' read -r key value || [ -n "$key" ]; do
    if [ "$key" = JAVA_VERSION ]; then
      value=${value#\"}
      JDK_VERSION=${value%%[!0-9]*}
    fi
  done <"$1/release"
  [ -n "$JDK_VERSION" ]
}

find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && jdk_version "$JAVA_HOME" && [ "$JDK_VERSION" -ge 25 ]; then
    JDK=$JAVA_HOME
    return 0
  fi
  if command -v java >/dev/null 2>&1; then
    # The java on PATH is often a chain of links; its JDK is two folders above their end.
    jdk_program=$(readlink -f "$(command -v java)" 2>/dev/null || command -v java)
    jdk_folder=${jdk_program%/bin/java}
    if jdk_version "$jdk_folder" && [ "$JDK_VERSION" -ge 25 ]; then
      JDK=$jdk_folder
      return 0
    fi
  fi
  jdk_later=
  for jdk_folder in \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* \
    /opt/java/* /opt/jdk* /opt/*jdk* /opt/*/*jdk* \
    "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* \
    "${HOME:-}"/.jdks/* "${HOME:-}"/.jdk/* "${HOME:-}"/.asdf/installs/java/* \
    "${HOME:-}"/.local/share/mise/installs/java/* "${HOME:-}"/.m2/jdks/* \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    jdk_version "$jdk_folder" || continue
    if [ "$JDK_VERSION" -eq 25 ]; then
      JDK=$jdk_folder
      return 0
    fi
    [ "$JDK_VERSION" -gt 25 ] && [ -z "$jdk_later" ] && jdk_later=$jdk_folder
  done
  JDK=$jdk_later
  [ -n "$JDK" ]
}
