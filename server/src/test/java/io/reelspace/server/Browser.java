package io.reelspace.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real browser: Debian's chromium, driven by its chromedriver. */
final class Browser implements AutoCloseable {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts it; the test is skipped, with a line that says so, where there is none. */
  static Browser start() {
    List<String> programs =
        Stream.of("/usr/bin/chromium", "/usr/bin/chromedriver")
            .filter(p -> !new File(p).canExecute())
            .toList();
    Assumptions.assumeTrue(
        programs.isEmpty(),
        () -> "no browser: " + programs + " (apt-get install chromium chromium-driver)");
    ChromeOptions options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--no-first-run",
        "--autoplay-policy=no-user-gesture-required",
        "--hide-scrollbars",
        "--lang=en-GB",
        "--window-size=1360,900");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.WARNING);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File("/usr/bin/chromedriver"))
            .build();
    return new Browser(new ChromeDriver(service, options));
  }

  void open(URI address) {
    driver.get(address.toString());
  }

  void size(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
  }

  /** As the system's setting. */
  void colours(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  WebElement find(String selector) {
    return await(
        _ -> driver.findElements(By.cssSelector(selector)).stream().findFirst().orElse(null));
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /** Waits for something that is not null and not false. */
  <T> T await(Function<ChromeDriver, T> condition) {
    return new WebDriverWait(driver, PATIENCE, Duration.ofMillis(100))
        .ignoring(StaleElementReferenceException.class)
        .until(_ -> condition.apply(driver));
  }

  /** Waits for a text to be somewhere. */
  void awaitText(String selector, String text) {
    await(_ -> all(selector).stream().anyMatch(node -> node.getText().contains(text)));
  }

  /** Waits until every picture in view is there. */
  void awaitPictures() {
    await(_ ->
        (Boolean)
            script(
                "return [...document.images].filter(i => i.loading !== 'lazy' ||"
                    + " i.getBoundingClientRect().top < innerHeight).every(i => i.complete);"));
  }

  Object script(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** What a person would press, whatever has the focus. */
  void press(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  void search(String text) {
    WebElement field = find("#text");
    field.clear();
    field.sendKeys(text, Keys.ENTER);
  }

  void screenshot(String name) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What axe (axe-core, Deque) finds to be a serious or critical barrier, one line each. */
  List<String> barriers() throws IOException {
    try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
      script(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    String found =
        (String)
            driver.executeAsyncScript(
                "const done = arguments[0]; axe.run().then(r => done(JSON.stringify(r.violations)),"
                    + " e => done(JSON.stringify([{id: String(e), impact: 'critical', nodes:"
                    + " []}])));");
    List<String> barriers = new ArrayList<>();
    for (JsonNode violation : new ObjectMapper().readTree(found)) {
      if (violation.path("impact").asText().matches("serious|critical")) {
        barriers.add(
            violation.path("id").asText()
                + ": "
                + violation.path("nodes").findValuesAsText("html"));
      }
    }
    return barriers;
  }

  /** What the browser complained about, such as what the page's policy forbids. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
