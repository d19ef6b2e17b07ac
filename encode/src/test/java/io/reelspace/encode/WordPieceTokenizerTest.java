package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The Java tokenizer against the Hugging Face library on the same vocabulary. */
class WordPieceTokenizerTest {
  private static final Path FILE = Fixtures.miniLm().resolve("tokenizer.json");
  private static final Tokenizer ORACLE = NativeTokenizer.open(FILE, 128, Fixtures.INFERENCE);
  private static final Tokenizer TOKENIZER =
      Tokenizer.open(FILE, Optional.empty(), Fixtures.INFERENCE);

  @AfterAll
  static void close() {
    ORACLE.close();
  }

  @Test
  void isChosenForBertVocabularies() {
    assertInstanceOf(WordPieceTokenizer.class, TOKENIZER);
  }

  /** Every character of Unicode alone and inside of a word. */
  @Test
  void knowsEveryCharacterAsTheLibraryDoes() {
    List<String> texts = new ArrayList<>();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String character = Character.toString(c);
      if (BertText.isCommon(character)) {
        texts.add("a" + character + "b " + character);
      }
    }
    List<String> wrong = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += 1000) {
      List<String> some = texts.subList(from, Math.min(from + 1000, texts.size()));
      List<long[]> expected = ORACLE.tokenize(some);
      List<long[]> actual = TOKENIZER.tokenize(some);
      for (int i = 0; i < some.size(); i++) {
        if (!Arrays.equals(expected.get(i), actual.get(i))) {
          wrong.add(Integer.toHexString(some.get(i).codePointAt(1)));
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void countsTheTokensBeyondTheLimitAsTheLibraryDoes() {
    for (int words : new int[] {1, 100, 509, 510, 511, 600, 1500}) {
      String text = "dog ".repeat(words);
      int read = TOKENIZER.tokenize(List.of(text)).getFirst().length - 2;
      assertEquals(words - read, TOKENIZER.unread(text), words + " words");
      assertEquals(words - read, ORACLE.unread(text), words + " words");
    }
  }

  @Test
  void agreesOnRandomTexts() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    String[] parts = {
      "dog",
      "running",
      "un",
      "believ",
      "able",
      " ",
      "  ",
      "\t",
      "é",
      "ü",
      "[CLS]",
      "[SEP",
      "[",
      "]",
      ",",
      "...",
      "'s",
      "狗",
      "沙",
      "ひら",
      "한국",
      "ß",
      "ﬁ",
      "İ",
      "Σ",
      "😺",
      "🏽",
      "\u200d",
      "न",
      "ि",
      "12",
      "3.5",
      "#",
      "##",
      "-",
      "—",
      "“",
      "\u0301",
      "A",
      "Z",
      "x".repeat(60)
    };
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(1, 60); n > 0; n--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      texts.add(text.toString());
    }
    List<long[]> expected = ORACLE.tokenize(texts);
    List<long[]> actual = TOKENIZER.tokenize(texts);
    for (int i = 0; i < texts.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i), texts.get(i) + ", seed " + seed);
    }
  }
}
