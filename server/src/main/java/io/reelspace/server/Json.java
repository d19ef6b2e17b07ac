package io.reelspace.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.reelspace.error.BadInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** JSON in and out, read strictly. */
final class Json {

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** Texts in order. */
  static ArrayNode texts(Collection<String> texts) {
    ArrayNode array = array();
    texts.forEach(array::add);
    return array;
  }

  static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // a tree can always be written
    }
  }

  static void answer(Context context, JsonNode node) {
    context.contentType("application/json").header("Cache-Control", "no-store");
    context.result(bytes(node));
  }

  /**
   * The body of a request; one that says how long it is and is too long is refused before it comes.
   *
   * @throws RequestException when it is too large
   */
  static byte[] body(Context context, ServerLimits limits) {
    if (context.req().getContentLengthLong() > limits.bodyBytes()) {
      throw RequestException.tooLarge("the body of the request is too large");
    }
    return context.bodyAsBytes();
  }

  /**
   * The JSON object in a request, or in one of its fields.
   *
   * @throws BadInputException when it is none, or has other fields than these
   */
  static JsonNode parse(byte[] body, Set<String> fields) {
    JsonNode node;
    try {
      node = MAPPER.readTree(body);
    } catch (IOException e) {
      String reason =
          e instanceof JsonProcessingException malformed
              ? malformed.getOriginalMessage()
              : e.getMessage();
      throw new BadInputException("not JSON: " + reason, e);
    }
    if (!node.isObject()) {
      throw new BadInputException(
          "the body of the request is a JSON object with " + new TreeSet<>(fields));
    }
    node.fieldNames()
        .forEachRemaining(name -> {
          if (!fields.contains(name)) {
            throw new BadInputException(
                "\"" + name + "\" has no place here; there may be " + new TreeSet<>(fields));
          }
        });
    return node;
  }

  /**
   * The texts of a field that may be missing.
   *
   * @throws BadInputException when it is no array of texts
   */
  static List<String> texts(JsonNode object, String field) {
    List<String> texts = new ArrayList<>();
    JsonNode array = object.path(field);
    boolean fits = array.isMissingNode() || array.isArray();
    for (JsonNode text : array) {
      fits &= text.isTextual();
      texts.add(text.asText());
    }
    if (!fits) {
      throw new BadInputException("\"" + field + "\" is an array of texts, not " + array);
    }
    return texts;
  }

  /**
   * A field that is true or false, and false where it is missing.
   *
   * @throws BadInputException when it is neither
   */
  static boolean flag(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw new BadInputException("\"" + field + "\" is true or false, not " + value);
    }
    return value.asBoolean(false);
  }
}
