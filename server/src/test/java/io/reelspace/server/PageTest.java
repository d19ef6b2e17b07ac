package io.reelspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** What people do with the page besides searching. */
class PageTest extends PageStories {

  @Test
  void theKeyboardAloneFindsPlaysAndGoesOn() throws IOException {
    browser.press("/");
    browser.press("bicycles in a street", Keys.ENTER);
    browser.awaitText("#summary", "moments");
    browser.press(Keys.ARROW_DOWN);
    assertEquals("frame", browser.driver.switchTo().activeElement().getAttribute("class"));
    browser.press(Keys.ARROW_RIGHT);
    String second = focusedVideo();
    browser.press(Keys.ARROW_LEFT);
    assertTrue(!focusedVideo().equals(second));
    browser.press(Keys.ENTER);
    browser.awaitText("#player h2", "bicycles.mp4");
    browser.await(
        _ -> (Boolean) browser.script("return document.querySelector('video').readyState > 2"));
    browser.press("k");
    browser.await(_ -> (Boolean) browser.script("return document.querySelector('video').paused"));
    double before = videoTime();
    browser.press(".");
    browser.await(_ -> videoTime() > before + 0.01 && videoTime() < before + 0.2);
    browser.press(",");
    browser.await(_ -> Math.abs(videoTime() - before) < 0.02);
    browser.press("j");
    browser.await(_ -> videoTime() < before - 4);
    browser.press("i");
    browser.press("n");
    browser.await(_ -> videoTime() > 3);
    browser.press("o");
    String cut = browser.find(".cut a").getAttribute("href");
    assertTrue(cut.matches(".*/cut\\?from=[0-9.]+&to=[0-9.]+"), cut);
    browser.screenshot("cut");
    browser.press(Keys.ESCAPE);
    browser.await(_ -> browser.all("#player[open]").isEmpty());
    browser.find("#results .frame").sendKeys("m");
    browser.await(_ -> browser.driver.getCurrentUrl().contains("?moment="));
    browser.awaitText("#summary", "moments");
    browser.press("?");
    browser.awaitText("#keys h2", "Keys");
    assertEquals(List.of(), browser.barriers());
    browser.screenshot("keys");
    browser.press(Keys.ESCAPE);
  }

  private static String focusedVideo() {
    return (String) browser.script("return document.activeElement.closest('.card').dataset.video");
  }

  private static double videoTime() {
    return ((Number) browser.script("return document.querySelector('video').currentTime"))
        .doubleValue();
  }

  @Test
  void tagsAreGivenInThePlayerAndFilterOnTheCard() {
    browser.open(served.uri("/#" + Served.CAR + "@0.00"));
    browser.awaitText("#player h2", "car.mp4");
    browser.find("#player .tags input").sendKeys("interview", Keys.ENTER);
    browser.awaitText("#player .tag", "interview");
    browser.press(Keys.ESCAPE);
    browser.await(_ -> {
      browser.open(served.uri("/"));
      return !browser.all("#results .tag").isEmpty();
    });
    browser.find("#results .tag").click();
    browser.awaitText("#summary", "1 video");
    assertTrue(browser.driver.getCurrentUrl().contains("filter=tag"));
  }

  @Test
  void aLassoOnTheMapBecomesAFilter() throws IOException {
    browser.find("#open-map").click();
    var canvas = browser.find("#map canvas");
    browser.awaitText("#map p", "Draw around points");
    browser.screenshot("map");
    assertEquals(List.of(), browser.barriers());
    int width = canvas.getSize().width / 2 - 2;
    int height = canvas.getSize().height / 2 - 2;
    new Actions(browser.driver)
        .moveToElement(canvas, -width, -height)
        .clickAndHold()
        .moveToElement(canvas, width, -height)
        .moveToElement(canvas, width, height)
        .moveToElement(canvas, -width, height)
        .release()
        .perform();
    browser.awaitText("#map p", "6 videos chosen");
    browser.screenshot("map-chosen");
    browser.find("#map .primary").click();
    browser.await(_ -> browser.driver.getCurrentUrl().contains("filter=path"));
    browser.awaitText("#summary", "6 videos");
  }

  @Test
  void theKeyboardAloneChoosesOnTheMapAndPlays() {
    browser.find("#open-map").sendKeys(Keys.ENTER);
    browser.awaitText("#map p", "Draw around points");
    browser.find("#map canvas").sendKeys(Keys.ARROW_RIGHT);
    browser.awaitText("#map p", "Space chooses it, Enter plays it");
    String name = browser.find("#map figcaption").getText().replaceFirst(" [0-9:]+$", "");
    browser.press(Keys.SPACE);
    browser.awaitText("#map p", "1 video chosen");
    browser.screenshot("map-keyboard");
    browser.press("+");
    browser.press(Keys.ENTER);
    browser.awaitText("#player h2", name);
    browser.press(Keys.ESCAPE);
  }

  @Test
  void aFolderIsAddedAndEachFailureHasItsReason() throws IOException {
    Path videos = Files.createDirectories(folder.resolve("more videos"));
    Files.copy(Served.CLIPS.resolve("dog.mp4"), videos.resolve("<img src=x onerror=alert(1)>.mp4"));
    Files.writeString(
        videos.resolve("<img src=x onerror=alert(1)>.srt"),
        "1\n00:00:00,000 --> 00:00:01,000\n&lt;script&gt;a good boy&lt;/script&gt;\n");
    Files.writeString(videos.resolve("broken.mp4"), "this is no video");
    browser.find("#open-ingest").click();
    assertEquals(List.of(), browser.barriers());
    browser.find("#ingest-path").sendKeys("relative", Keys.ENTER);
    browser.awaitText("#ingest .wrong", "write the whole path");
    browser.find("#ingest-path").clear();
    browser.find("#ingest-path").sendKeys(videos.toString(), Keys.ENTER);
    browser.awaitText("#ingest .job", "1 video indexed, 1 failed");
    browser.awaitText("#ingest .job li", "not a media file");
    browser.screenshot("ingest");
    browser.press(Keys.ESCAPE);
    browser.await(_ -> {
      browser.open(served.uri("/?said=a+good+boy"));
      browser.find("#results .card, #results .state");
      return !browser.all("#results .card").isEmpty();
    });
    assertEquals("<img src=x onerror=alert(1)>.mp4", browser.find("#results .card h2").getText());
    browser.awaitText(".said", "a good boy");
    assertEquals(0, browser.all("#results [onerror], #results h2 img, #results script").size());
    String id = browser.find("#results .card").getAttribute("data-video");
    assertEquals(204, served.delete("/api/videos/" + id).status());
  }

  @Test
  void aVideoThatNoBrowserPlaysIsConvertedAndSought() {
    browser.open(served.uri("/#" + Served.id("terminal.ogv") + "@4.00"));
    browser.awaitText("#player h2", "terminal.ogv");
    browser.await(_ ->
        (Boolean)
            browser.script(
                "const v = document.querySelector('video'); return v &&"
                    + " v.videoWidth > 0 && v.currentTime > 0.2"));
    assertTrue(browser.find("#player .time").getText().startsWith("0:04"));
    browser.press("k");
    browser.press("j");
    browser.await(_ ->
        ((String) browser.script("return document.querySelector('video').src"))
            .matches(".*/stream\\?from=[01]\\..*|.*/stream\\?from=0.*"));
    browser.await(
        _ -> (Boolean) browser.script("return document.querySelector('video').readyState > 1"));
  }

  @Test
  void darkLightAndPhoneHaveNoBarriers() throws IOException {
    for (String scheme : List.of("dark", "light")) {
      browser.colours(scheme);
      for (int width : new int[] {1360, 390}) {
        browser.size(width, 844);
        browser.open(served.uri("/?text=a+man+in+a+suit&not=a+dog"));
        browser.awaitText("#summary", "moments");
        browser.awaitPictures();
        browser.screenshot("results-" + scheme + "-" + width);
        assertEquals(List.of(), browser.barriers());
        long wide = (Long) browser.script("return document.documentElement.scrollWidth");
        assertTrue(wide <= width, "no scrolling sideways: " + wide);
        browser.find("#results .frame").click();
        browser.awaitText("#player h2", ".mp4");
        assertEquals(List.of(), browser.barriers());
        browser.screenshot("player-" + scheme + "-" + width);
      }
    }
  }

  @Test
  void anEmptyArchiveSaysHowToBegin() throws IOException {
    try (Served empty = Served.on(folder.resolve("empty"), ServerOptions.DEFAULT.withPort(0))) {
      browser.open(empty.uri("/"));
      browser.awaitText(".state", "No videos yet");
      browser.screenshot("empty");
      assertEquals(List.of(), browser.barriers());
      browser.find(".state .primary").click();
      browser.awaitText("#ingest h2", "Add videos");
      browser.open(served.uri("/"));
    }
  }

  @Test
  void theTokenIsAskedForOnce() throws IOException {
    ServerOptions options = ServerOptions.DEFAULT.withPort(0).withToken("a token for tests");
    try (Served guarded = Served.clips(folder.resolve("guarded"), options)) {
      browser.open(guarded.uri("/"));
      browser.find("#token").sendKeys("a token for tests", Keys.ENTER);
      browser.find("#results .card");
      browser.awaitPictures();
      browser.open(guarded.uri("/?text=a+dog"));
      browser.awaitText("#summary", "moments");
      browser.open(served.uri("/"));
    }
  }
}
