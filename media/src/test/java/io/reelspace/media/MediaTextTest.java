package io.reelspace.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words of sidecar files, good and bad, through the real programs. */
class MediaTextTest {

  private static final String GOOD =
      """
      1
      00:00:01,000 --> 00:00:02,500
      <i>Grüße</i> aus
      Köln

      2
      00:00:03,000 --> 00:00:04,000
      zweite Zeile
      """;

  @TempDir private Path folder;

  private SidecarReader.Content read(String name, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    Sidecar sidecar = Sidecar.of(folder.resolve("film.mp4"), file).orElseThrow();
    return new SidecarReader(new SubtitleConversion(TestMedia.FFMPEG, DecodeLimits.DEFAULT))
        .read(sidecar);
  }

  private SidecarReader.Content read(String name, String content) throws IOException {
    return read(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> texts(SidecarReader.Content content) {
    return content.cues().stream().map(Cue::text).toList();
  }

  @Test
  void everyEncodingGivesTheSameWords() throws IOException {
    byte[] utf16 = GOOD.getBytes(StandardCharsets.UTF_16LE);
    byte[] marked = ("\uFEFF" + GOOD).getBytes(StandardCharsets.UTF_16BE);
    byte[] bom = ("\uFEFF" + GOOD).getBytes(StandardCharsets.UTF_8);
    byte[] plain = GOOD.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    for (byte[] bytes : List.of(plain, bom, utf16, marked)) {
      SidecarReader.Content content = read("film.de.srt", bytes);
      assertEquals(List.of(), content.problems());
      assertEquals(
          List.of(
              new Cue(1, 2.5, "Grüße aus Köln", Optional.of("de")),
              new Cue(3, 4, "zweite Zeile", Optional.of("de"))),
          content.cues());
    }
    SidecarReader.Content western =
        read("film.srt", GOOD.getBytes(Charset.forName("windows-1252")));
    assertEquals(List.of("Grüße aus Köln", "zweite Zeile"), texts(western));
    assertEquals(List.of("it is not UTF-8 and was read as windows-1252"), western.problems());
  }

  @Test
  void otherFormatsLoseTheirMarkup() throws IOException {
    assertEquals(
        List.of("Hi & hello you", "second"),
        texts(
            read(
                "film.vtt",
                """
                WEBVTT

                00:01.000 --> 00:02.000 align:start
                <v Bob>Hi &amp; hello <c.red>you</c>

                00:03.000 --> 00:04.000
                second
                """)));
    SidecarReader.Content ass =
        read(
            "film.ass",
            """
            [Script Info]
            ScriptType: v4.00+

            [Events]
            Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
            Dialogue: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,{\\b1}Hello{\\b0}, you\\Nthere
            Dialogue: 0,0:00:04.00,0:00:05.00,Default,,0,0,0,,{\\p1}m 0 0 l 100 0{\\p0}
            """);
    assertEquals(List.of("Hello, you there"), texts(ass));
  }

  @Test
  void whatIsWrongIsNamedAndTheRestIsRead() throws IOException {
    SidecarReader.Content content =
        read(
            "film.srt",
            """
            1
            00:00:02,000 --> 00:00:01,000
            backwards

            2
            -00:00:05,000 --> 00:00:06,000
            negative

            3
            00:00:10,000 --> 00:00:14,000
            long

            4
            00:00:12,000 --> 00:00:13,000
            overlapping

            5
            00:00:20,000 --> 00:00:21,000

            """);
    assertTrue(texts(content).containsAll(List.of("long", "overlapping")), texts(content) + "");
    String problems = String.join("; ", content.problems());
    assertTrue(problems.contains("1 line with negative times"), problems);
    assertTrue(problems.contains("1 line with an end before their start"), problems);
    assertTrue(problems.contains("1 line with times that overlap"), problems);
    assertTrue(problems.contains("of 5 lines are empty or cannot be read"), problems);
  }

  @Test
  void whatHoldsNoWordsIsAWarning() throws IOException {
    assertEquals(List.of("it is empty"), read("film.srt", "").problems());
    assertEquals(List.of("it is empty"), read("film.vtt", " \n\n").problems());
    for (String junk : List.of("no subtitles at all\n", "\u0000\u0001\u0002\u001b[31m junk")) {
      for (String name : List.of("film.srt", "film.vtt", "film.ass")) {
        SidecarReader.Content content = read(name, junk);
        assertEquals(List.of(), content.cues(), name);
        assertTrue(content.problems().getFirst().contains("holds no subtitles"), name);
      }
    }
    Files.createDirectory(folder.resolve("film.en.srt"));
    Sidecar directory =
        Sidecar.of(folder.resolve("film.mp4"), folder.resolve("film.en.srt")).orElseThrow();
    assertEquals(List.of("it is not a file"), new SidecarReader(null).read(directory).problems());
  }

  @Test
  void aPlaylistNamedSubtitlesOpensNoOtherFile() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.srt"), GOOD);
    String concat = "ffconcat version 1.0\nfile '" + secret + "'\n";
    String hls = "#EXTM3U\n#EXTINF:10,\n" + secret.toUri() + "\n#EXT-X-ENDLIST\n";
    for (String playlist : List.of(concat, hls)) {
      assertEquals(List.of(), read("film.srt", playlist).cues());
      assertEquals(List.of(), read("film.vtt", playlist).cues());
    }
  }

  @Test
  void transcriptsOfRecognisersAreRead() throws IOException {
    String whisper =
        "{\"language\": \"en\", \"segments\": [{\"start\": 0.5, \"end\": 2, \"text\": \" Hello.\"},"
            + " {\"start\": 3, \"end\": 2, \"text\": \"no\"}, {\"start\": 4, \"end\": 5}]}";
    SidecarReader.Content content = read("film.json", whisper);
    assertEquals(List.of(new Cue(0.5, 2, "Hello.", Optional.of("en"))), content.cues());
    assertEquals(List.of("2 entries have no words, or times that cannot be"), content.problems());
    assertEquals(
        List.of(
            new Cue(0, 1, "what a save.", Optional.empty()),
            new Cue(5, 6, "yes", Optional.empty())),
        read(
                "film.json",
                "{\"words\": [{\"word\": \"what\", \"start\": 0, \"end\": 0.2}, {\"word\": \"a\","
                    + " \"start\": 0.3, \"end\": 0.4}, {\"word\": \"save.\", \"start\": 0.5, \"end\":"
                    + " 1}, {\"word\": \"yes\", \"start\": 5, \"end\": 6}]}")
            .cues());
    assertEquals(
        List.of(new Cue(1, 2.5, "hi", Optional.empty())),
        read(
                "film.json",
                "{\"transcription\": [{\"offsets\": {\"from\": 1000, \"to\": 2500}, \"text\":"
                    + " \"hi\"}]}")
            .cues());
    assertEquals(
        new SidecarReader.Content(List.of(), List.of()), read("film.json", "{\"width\": 3}"));
    assertTrue(read("film.json", "{\"segments\": [").problems().getFirst().contains("not JSON"));
  }

  @Test
  void aNameSaysWhichVideoAndLanguageItIsFor() {
    Path video = Path.of("/v/film.one.mp4");
    assertEquals(Optional.empty(), Sidecar.of(video, Path.of("/v/film.srt")));
    assertEquals(Optional.empty(), Sidecar.of(video, Path.of("/v/film.one2.srt")));
    assertEquals(Optional.empty(), Sidecar.of(video, Path.of("/v/film.one.making.srt")));
    assertEquals(Optional.empty(), Sidecar.of(video, Path.of("/v/film.one.txt")));
    assertEquals(Optional.empty(), language(video, "/v/film.one.srt"));
    assertEquals(Optional.of("en"), language(video, "/v/film.one.eng.SRT"));
    assertEquals(Optional.of("pt"), language(video, "/v/film.one.pt-BR.forced.vtt"));
    assertEquals(Optional.of("de"), language(video, "/v/film.one.ger.ass"));
  }

  private static Optional<String> language(Path video, String name) {
    return Sidecar.of(video, Path.of(name)).orElseThrow().language();
  }
}
