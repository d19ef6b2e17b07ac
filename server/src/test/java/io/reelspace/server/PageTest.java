package io.reelspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    // What the server refuses is part of some stories.
    List<String> complaints =
        browser.complaints().stream()
            .filter(line -> !line.contains("the server responded"))
            .toList();
    assertEquals(List.of(), complaints, "the browser's console");
  }

  @Test
  void aTextFindsAVideoAndAClickPlaysItFromItsMoment() throws IOException {
    browser.search("bicycles parked in a street");
    browser.awaitText("#summary", "moments in");
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
  void nothingFoundSaysWhatToDo() throws IOException {
    browser.open(served.uri("/?text=a+dog&filter=duration+%3E+1h"));
    browser.awaitText(".state", "Nothing found");
    assertEquals(List.of(), browser.barriers());
    browser.find(".state .primary").click();
    browser.awaitText("#summary", "video");
    browser.open(served.uri("/?said=goalkeeper"));
    browser.awaitText(".state", "Nobody says these words");
    browser.open(served.uri("/?text=a+dog&filter=nonsense"));
    browser.awaitText(".state", "This search does not work");
    browser.awaitText(".state pre", "^");
    browser.screenshot("wrong-filter");
  }

  @Test
  void weakResultsAreShownWhenAskedFor() {
    browser.open(served.uri("/?text=a+man+in+a+suit"));
    browser.awaitText("#summary-actions", "Show weaker results too");
    int strong = browser.all("#results .hit").size();
    browser.screenshot("strong-results");
    browser.find("#summary-actions button").click();
    browser.awaitText("#summary-actions", "Hide weaker results");
    assertTrue(browser.driver.getCurrentUrl().endsWith("?text=a+man+in+a+suit&min-score=0"));
    assertTrue(browser.all("#results .hit").size() > strong);
    browser.find("#text").sendKeys(" in a car", Keys.ENTER); // another search begins anew
    browser.await(_ -> browser.driver.getCurrentUrl().endsWith("?text=a+man+in+a+suit+in+a+car"));
  }

  @Test
  void nothingClearlyLikeItShowsWhatComesNearest() {
    browser.open(served.uri("/?text=a+dog&min-score=1"));
    browser.awaitText(".state", "Nothing here is clearly like this");
    browser.screenshot("nothing-clear");
    browser.find(".state .primary").click();
    browser.awaitText("#summary", "moments in 6 videos");
  }

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
  void moreLikeAResultLeavesItOut() {
    browser.search("a white dog");
    browser.awaitText("#results .card:first-child h2", "dog.mp4");
    browser.find("#results .card [aria-label='More like this']").click();
    browser.await(_ -> browser.driver.getCurrentUrl().contains("?moment=" + Served.DOG));
    browser.await(_ -> browser.all("[data-video='" + Served.DOG + "']").isEmpty());
    browser.awaitPictures();
    browser.screenshot("more-like-this");
    browser.find(".tile button").click();
    browser.await(_ -> !browser.driver.getCurrentUrl().contains("moment"));
  }

  @Test
  void marksRefineASearchAndAreForgotten() {
    browser.open(served.uri("/?text=something+in+a+town&min-score=0"));
    browser.awaitText("#summary", "moments");
    String first = browser.find("#results .card").getAttribute("data-video");
    browser.find("#results .card [aria-label^='Bad result']").click();
    browser.await(_ -> browser.driver.getCurrentUrl().contains("&bad=" + first));
    browser.awaitText("#summary-actions", "Forget 1 mark");
    browser.find("#results .card [aria-label^='Good result']").click();
    browser.await(_ -> browser.driver.getCurrentUrl().contains("&good="));
    browser.await(_ -> !browser.all("[aria-label^='Good result'][aria-pressed=true]").isEmpty());
    browser.screenshot("marks");
    browser.find("#summary-actions button:last-child").click();
    browser.await(_ -> !browser.driver.getCurrentUrl().contains("good="));
  }

  @Test
  void butNotThenAndFilterAreRowsOfTheForm() {
    browser.find("#text").sendKeys("a street with cars");
    browser.find("[data-compose=not]").click();
    browser.press("a dog");
    browser.find("[data-compose=then]").click();
    browser.press("bicycles");
    browser.find("[data-compose=filter]").click();
    browser.press("duration > 2", Keys.ENTER);
    browser.await(_ -> browser.driver.getCurrentUrl().contains("then=&text=bicycles"));
    browser.awaitText("#results .card:first-child h2", "bicycles.mp4");
    assertTrue(browser.driver.getCurrentUrl().contains("not=a+dog"));
    assertTrue(browser.driver.getCurrentUrl().contains("filter=duration+%3E+2"));
    browser.screenshot("steps");
  }

  @Test
  void aRegionDrawnOnAFrameIsSearchedFor() {
    browser.open(served.uri("/#" + Served.DOG + "@0.50"));
    browser.awaitText("#player h2", "dog.mp4");
    browser.await(_ ->
        (Boolean)
            browser.script(
                "const v = document.querySelector('video'); return v &&" + " v.videoWidth > 0"));
    browser.press("r");
    var layer = browser.find(".draw");
    new Actions(browser.driver)
        .moveToElement(layer, -150, -150)
        .clickAndHold()
        .moveByOffset(300, 260)
        .perform();
    browser.screenshot("region");
    new Actions(browser.driver).release().perform();
    browser.await(_ -> browser.driver.getCurrentUrl().contains("image=frame%3A" + Served.DOG));
    assertTrue(browser.driver.getCurrentUrl().matches(".*region=\\d+%2C\\d+%2C\\d+%2C\\d+.*"));
    browser.awaitText("#results .card:first-child h2", "dog.mp4");
  }

  @Test
  void whatIsDroppedOrPastedIsSearchedFor() {
    Map<String, String> files =
        Map.of(
            "/api/thumbnails?video=" + Served.CAR + "&time=1", "image=upload",
            "/media/" + Served.CAR, "video=upload");
    for (String event : List.of("drop", "paste")) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        browser.open(served.uri("/"));
        browser.find("#results .card");
        browser.driver.executeAsyncScript(
            """
            const [url, event, done] = arguments;
            const file = await (await fetch(url)).blob();
            const data = new DataTransfer();
            data.items.add(new File([file], "file", { type: file.type }));
            document.body.dispatchEvent(event === "drop"
              ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
              : new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
            done();
            """
                .replace("const file = await", "(async () => { const file = await")
                .replace("done();\n", "done(); })();\n"),
            file.getKey(),
            event);
        browser.await(_ -> browser.driver.getCurrentUrl().contains(file.getValue()));
        browser.awaitText("#results .card:first-child h2", "car.mp4");
      }
    }
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
