package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code ./reelspace} finds its JDK, with folders that look like JDKs of several versions. */
final class FindJdkTest {

  private static final Path SCRIPT =
      Path.of(System.getProperty("reelspace.project"), "tools", "find-jdk.sh");

  @TempDir Path folder;

  @Test
  void javaHomeComesFirst() throws Exception {
    Path home = jdk("in java home", "25.0.3");
    assertEquals(home.toString(), found(home, jdk("on path", "26")));
  }

  @Test
  void anOlderJavaHomeIsPassedOverForTheOneOnPath() throws Exception {
    Path onPath = jdk("on path", "25");
    assertEquals(onPath.toString(), found(jdk("old", "17.0.12"), onPath));
  }

  @Test
  void aJavaHomeThatIsNotThereIsPassedOver() throws Exception {
    Path onPath = jdk("on path", "25");
    assertEquals(onPath.toString(), found(folder.resolve("nothing"), onPath));
  }

  @Test
  void theJavaOnPathIsFollowedThroughLinks() throws Exception {
    Path jdk = jdk("far away", "25.0.1");
    Path bin = Files.createDirectories(folder.resolve("links"));
    Path alternative = Files.createSymbolicLink(folder.resolve("java"), jdk.resolve("bin/java"));
    Files.createSymbolicLink(bin.resolve("java"), alternative);
    assertEquals(jdk.toString(), run(folder.resolve("nothing"), bin));
  }

  @Test
  void aRuntimeWithoutCompilerIsNoJdk() throws Exception {
    Path runtime = jdk("runtime", "25");
    Files.delete(runtime.resolve("bin/javac"));
    assertNotEquals(runtime.toString(), found(runtime, jdk("old", "21")));
  }

  private Path jdk(String name, String version) throws IOException {
    Path jdk = folder.resolve(name);
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    for (String program : List.of("java", "javac")) {
      Path file = Files.createFile(jdk.resolve("bin").resolve(program));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return jdk;
  }

  private static String found(Path javaHome, Path onPath) throws Exception {
    return run(javaHome, onPath.resolve("bin"));
  }

  private static String run(Path javaHome, Path programs) throws Exception {
    ProcessBuilder shell =
        new ProcessBuilder(
            "sh", "-u", "-c", ". \"$0\" && find_jdk; echo \"$JDK\"", SCRIPT.toString());
    shell.environment().put("JAVA_HOME", javaHome.toString());
    shell.environment().put("PATH", programs + ":/usr/bin:/bin");
    Process process = shell.redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out.strip();
  }
}
