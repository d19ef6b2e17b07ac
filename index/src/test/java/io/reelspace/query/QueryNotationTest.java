package io.reelspace.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.BadInputException;
import io.reelspace.media.Region;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One notation in JSON and in a URL; every query comes back as it was written. */
class QueryNotationTest {

  @Test
  void everyQueryComesBackFromJsonAndUrl() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    RandomQueries queries = new RandomQueries(seed);
    for (int i = 0; i < 3000; i++) {
      Query query = queries.next();
      String json = QueryJson.write(query);
      assertEquals(query, QueryJson.parse(json), json);
      String url = QueryUrl.write(query);
      assertEquals(query, QueryUrl.parse(url), url);
      assertTrue(url.matches("[A-Za-z0-9=&%+.*_-]+"), url);
    }
  }

  @Test
  void jsonIsWrittenAsTheGuideShowsIt() {
    assertEquals(Query.text("a dog"), QueryJson.parse("{\"text\": \"a dog\"}"));
    assertEquals(
        new ImageQuery(Path.of("beach.jpg"), Optional.of(new Region(10, 20, 300, 200))),
        QueryJson.parse("{\"image\": \"beach.jpg\", \"region\": [10, 20, 300, 200]}"));
    assertEquals(
        Query.video(Path.of("clip.mp4")).between(5, 9),
        QueryJson.parse("{\"video\": \"clip.mp4\", \"from\": 5, \"to\": \"0:09\"}"));
    assertEquals(
        new SumQuery(
            List.of(
                new SumQuery.Term(2, Query.text("a street")),
                SumQuery.Term.with(Query.moment("m@1")))),
        QueryJson.parse(
            "{\"sum\": [{\"weight\": 2, \"query\": {\"text\": \"a street\"}},"
                + " {\"query\": {\"moment\": \"m@1\"}}]}"));
    assertEquals(
        Query.sequence(30, Query.text("a"), Query.text("b")),
        QueryJson.parse("{\"steps\": [{\"text\": \"a\"}, {\"text\": \"b\"}]}"));
    assertEquals(
        Query.text("a").withFeedback(List.of(Query.moment("m@1")), List.of()),
        QueryJson.parse("{\"text\": \"a\", \"good\": [\"m@1\"]}"));
  }

  @Test
  void aUrlReadsAsACommandLineDoes() {
    assertEquals(
        Query.text("a street").andNot(Query.text("cars")),
        QueryUrl.parse("text=a+street&not=cars"));
    assertEquals(
        Query.text("a dog").and(Query.image(Path.of("my dog.jpg")).region(1, 2, 3, 4)),
        QueryUrl.parse("text=a%20dog&image=my+dog.jpg&region=1,2,3,4"));
    assertEquals(
        new VideoQuery(Path.of("c.mp4"), OptionalDouble.of(5), OptionalDouble.empty()),
        QueryUrl.parse("video=c.mp4&from=0:05"));
    assertEquals(
        Query.sequence(12, Query.text("a"), Query.text("b"), Query.image(Path.of("c.png"))),
        QueryUrl.parse("text=a&then=b&then=&image=c.png&within=12s"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "[]",
        "\"a dog\"",
        "{}",
        "{\"text\": \"\"}",
        "{\"text\": 7}",
        "{\"text\": \"a\", \"image\": \"b\"}",
        "{\"text\": \"a\", \"from\": 3}",
        "{\"text\": \"a\"} x",
        "{\"image\": \"a.png\", \"region\": [1, 2, 3]}",
        "{\"image\": \"a.png\", \"region\": [1, 2, 3, 0]}",
        "{\"image\": \"a.png\", \"region\": [1, 2, 3, 4.5]}",
        "{\"image\": \"\"}",
        "{\"video\": \"a.mp4\", \"from\": 9, \"to\": 5}",
        "{\"video\": \"a.mp4\", \"form\": 9}",
        "{\"video\": \"a.mp4\", \"from\": \"soon\"}",
        "{\"moment\": \" \"}",
        "{\"sum\": []}",
        "{\"sum\": [{\"weight\": -1, \"query\": {\"text\": \"a\"}}]}",
        "{\"sum\": [{\"weight\": 0, \"query\": {\"text\": \"a\"}}]}",
        "{\"sum\": [{\"weight\": \"1\", \"query\": {\"text\": \"a\"}}]}",
        "{\"sum\": [{\"query\": {\"sum\": []}}]}",
        "{\"steps\": [{\"text\": \"a\"}]}",
        "{\"steps\": [{\"text\": \"a\"}, {\"text\": \"b\"}], \"within\": -1}",
        "{\"steps\": [{\"text\": \"a\", \"good\": [\"m\"]}, {\"text\": \"b\"}]}",
        "{\"text\": \"a\", \"good\": [], \"bad\": []}",
        "{\"text\": \"a\", \"good\": [\"m\"], \"bad\": [\"m\"]}",
      })
  void jsonThatIsNoQueryIsRefused(String json) {
    assertThrows(BadInputException.class, () -> QueryJson.parse(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text=",
        "not=cars",
        "region=1,2,3,4",
        "text=a&region=1,2,3,4",
        "image=a.png&region=1,2,3",
        "image=a.png&region=1,2,3,x",
        "image=a.png&from=3",
        "video=a.mp4&from=9&to=5",
        "text=a&weight=much",
        "weight=1",
        "text=a&within=3",
        "then=b",
        "text=a&then=",
        "text=a&then=b&then=c&then=d",
        "text=a&then=b&within=-1",
        "text=%zz",
        "colour=red",
      })
  void aUrlThatIsNoQueryIsRefused(String url) {
    assertThrows(BadInputException.class, () -> QueryUrl.parse(url));
  }

  @ParameterizedTest
  @CsvSource({
    "0:05, 5",
    "1:02:03.5, 3723.5",
    "30s, 30",
    "12.5, 12.5",
    "90:00, 5400",
    "7 s, 7",
    "-1.5, -1.5"
  })
  void timesAreReadAsPeopleWriteThem(String text, double seconds) {
    assertEquals(seconds, Clock.seconds(text), 1e-12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "1:60", "1:60:00", "1:2:3:4", ":05", "5m", "1e3", "NaN"})
  void whatIsNoTimeIsRefused(String text) {
    assertThrows(BadInputException.class, () -> Clock.seconds(text));
  }
}
