# Sourced by mvnw and kahuna: points JAVA_HOME at a JDK 25, or says how to get one.

kahuna_is_jdk_25() {
  [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release" 2>/dev/null
}

kahuna_find_jdk_25() {
  for kahuna_jdk in "${JAVA_HOME:-}" "${JDK_25:-}" "${JAVA_HOME_25_X64:-}" \
    $(set +f; ls -d /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home 2>/dev/null); do
    if kahuna_is_jdk_25 "$kahuna_jdk"; then
      printf '%s\n' "$kahuna_jdk"
      return 0
    fi
  done
  return 1
}

if ! JAVA_HOME=$(kahuna_find_jdk_25); then
  echo "Kahuna is built with JDK 25, and none was found." >&2
  echo "Install one (for example 'apt-get install temurin-25-jdk' or 'sdk install java 25-tem')," >&2
  echo "or set JDK_25 to the directory of one, and run this again." >&2
  exit 1
fi
export JAVA_HOME
