package io.reelspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, on a real index of the sample clips. */
abstract class PageStories {

  @TempDir static Path folder;
  static Browser browser;
  static Served served;

  @BeforeAll
  static void start() {
    browser = Browser.start();
    served = Served.clips(folder);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      served.close();
    }
  }

  @BeforeEach
  void home() {
    browser.size(1360, 900);
    browser.colours("dark");
    browser.open(served.uri("/"));
    browser.find("#results .card, #results .state");
  }

  @AfterEach
  void noComplaints() {
    // What the server refuses is part of some stories.
    List<String> complaints =
        browser.complaints().stream()
            .filter(line -> !line.contains("the server responded"))
            .toList();
    assertEquals(List.of(), complaints, "the browser's console");
  }
}
