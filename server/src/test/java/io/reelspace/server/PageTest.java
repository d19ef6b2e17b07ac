package io.reelspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** What people do with the page, in a real browser on a real index. */
class PageTest {

  @TempDir static Path folder;
  private static Browser browser;
  private static Served served;

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
    List<String> complaints =
        browser.complaints().stream().filter(line -> !line.contains(" 4")).toList();
    assertEquals(List.of(), complaints, "the browser's console");
  }

  @Test
  void aTextFindsAVideoAndAClickPlaysItFromItsMoment() throws IOException {
    browser.search("bicycles parked in a street");
    browser.awaitText("#summary", "moments in 6 videos");
    assertEquals("bicycles.mp4", browser.find("#results .card h2").getText());
    assertTrue(browser.driver.getCurrentUrl().endsWith("?text=bicycles+parked+in+a+street"));
    browser.awaitPictures();
    browser.screenshot("results");
    assertEquals(List.of(), browser.barriers());

    browser.find("#results .frame").click();
    browser.await(_ ->
        (Boolean)
            browser.script(
                "const v = document.querySelector('video'); return v &&"
                    + " v.currentTime > 7.4 && v.videoWidth > 0;"));
    assertTrue(browser.driver.getCurrentUrl().contains("#" + Served.id("bicycles.mp4") + "@7."));
    browser.screenshot("player");
    assertEquals(List.of(), browser.barriers());
    assertEquals(5, browser.all("#player .moments li").size());
    browser.press(Keys.ESCAPE);
    browser.await(_ -> browser.all("#player[open]").isEmpty());
    assertTrue(!browser.driver.getCurrentUrl().contains("#"));
  }

  @Test
  void aSharedAddressOpensTheSearchAndTheMoment() {
    browser.open(served.uri("/?text=a+white+dog#" + Served.DOG + "@0.50"));
    browser.awaitText("#player h2", "dog.mp4");
    assertEquals("a white dog", browser.find("#text").getAttribute("value"));
    assertEquals("dog.mp4", browser.find("#results .card h2").getAttribute("textContent"));
  }

  @Test
  void hoveringScrubsThroughTheVideo() {
    browser.search("a street");
    browser.awaitText("#summary", "moments");
    var frame = browser.find("[data-video='" + Served.id("bicycles.mp4") + "'] .frame");
    new Actions(browser.driver).moveToElement(frame, -100, 0).perform();
    browser.await(_ -> !browser.all(".frame.hovered .scrub[style*=url]").isEmpty());
    String early = browser.find(".frame.hovered .at").getText();
    new Actions(browser.driver).moveToElement(frame, 100, 0).perform();
    browser.await(_ -> !browser.find(".frame.hovered .at").getText().equals(early));
    browser.screenshot("scrubbing");
  }

  @Test
  void aPictureOfTheMachineIsSearchedFor() throws IOException {
    Path picture = folder.resolve("photo.jpg");
    Files.write(
        picture, served.get("/api/thumbnails?video=" + Served.DOG + "&time=1").response().body());
    browser.driver.findElement(By.id("file")).sendKeys(picture.toString());
    browser.awaitText("#results .card:first-child h2", "dog.mp4");
    assertTrue(browser.driver.getCurrentUrl().contains("image=upload"));
    assertEquals(1, browser.all(".tile img").size());
  }

  @Test
  void nothingFoundSaysWhatToDo() {
    browser.open(served.uri("/?text=a+dog&filter=duration+%3E+1h"));
    browser.awaitText(".state", "Nothing found");
    browser.find(".state .primary").click();
    browser.awaitText("#summary", "videos");
    browser.open(served.uri("/?text=a+dog&filter=nonsense"));
    browser.awaitText(".state", "This search does not work");
    browser.awaitText(".state pre", "^");
    browser.screenshot("wrong-filter");
  }
}
