package io.reelspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** How people look for something on the page, and what they see of it. */
class PageSearchTest extends PageStories {

  @Test
  void aTextFindsAVideoAndAClickPlaysItFromItsMoment() throws IOException {
    browser.search("bicycles parked in a street");
    browser.awaitText("#summary", "moments in");
    assertEquals("bicycles.mp4", browser.find("#results .card h2").getText());
    browser.await(
        _ -> browser.driver.getCurrentUrl().endsWith("?text=bicycles+parked+in+a+street"));
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
}
