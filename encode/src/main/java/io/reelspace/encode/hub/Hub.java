package io.reelspace.encode.hub;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.error.BadInputException;
import io.reelspace.error.RemoteException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model hub or a mirror of one, by its documented HTTP interface: {@code
 * /api/models/OWNER/NAME/revision/REVISION?blobs=true} lists files with their sums, {@code
 * /OWNER/NAME/resolve/COMMIT/PATH} gives one, often by way of a redirect.
 *
 * @param base its address
 * @param token that opens models which are not for everybody; sent to the hub alone
 * @param patience how long an answer, or the next part of one, may take
 */
public record Hub(URI base, Optional<String> token, Duration patience) {
  /** The public hub. The only address of the network in Reelspace; a setting replaces it. */
  public static final String PUBLIC = "https://huggingface.co";

  private static final int REDIRECTS = 5;
  private static final long LONGEST_LIST = 1 << 25;
  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A hub by its address.
   *
   * @throws BadInputException when it is no address of the web
   */
  public static Hub at(String address, Optional<String> token) {
    try {
      URI base = new URI(address.replaceFirst("/+$", ""));
      if (!List.of("http", "https").contains(String.valueOf(base.getScheme()))
          || base.getHost() == null) {
        throw new URISyntaxException(address, "no address of the web");
      }
      return new Hub(base, token, USUAL_PATIENCE);
    } catch (URISyntaxException e) {
      throw new BadInputException(
          "The hub '" + address + "' must be an address such as " + PUBLIC + ".", e);
    }
  }

  /**
   * What a repository holds at one commit.
   *
   * @param commit that the revision stands for now
   * @param licence as its card states it; empty where it does not
   */
  record Repository(String commit, String licence, List<HubFile> files) {}

  Repository list(HubAddress address) {
    String path =
        "/api/models/"
            + address.repository()
            + "/revision/"
            + encoded(address.revision()).replace("/", "%2F")
            + "?blobs=true";
    try (HttpClient client = client();
        InputStream body =
            new PatientStream(open(client, uri(path), 0, address).body(), patience)) {
      byte[] json = body.readNBytes((int) LONGEST_LIST);
      return read(JSON.readTree(json), address);
    } catch (JacksonException e) {
      throw strange(address, "its list of files is no JSON", e);
    } catch (IOException e) {
      throw failed(address, e);
    }
  }

  private Repository read(JsonNode json, HubAddress address) {
    String commit = json.path("sha").asText();
    if (!commit.matches("[0-9a-f]{7,64}")) {
      throw strange(address, "it names no commit", null);
    }
    List<HubFile> files = new ArrayList<>();
    for (JsonNode each : json.path("siblings")) {
      String path = each.path("rfilename").asText();
      JsonNode large = each.path("lfs");
      boolean isLarge = large.has("sha256");
      String sum = isLarge ? large.path("sha256").asText() : each.path("blobId").asText();
      long bytes = (isLarge ? large : each).path("size").asLong(-1);
      if (isInside(path) && bytes >= 0 && sum.matches(isLarge ? "[0-9a-f]{64}" : "[0-9a-f]{40}")) {
        files.add(new HubFile(path, bytes, isLarge ? "SHA-256" : "SHA-1", sum));
      }
    }
    return new Repository(commit, json.path("cardData").path("license").asText(), files);
  }

  private static boolean isInside(String path) {
    return !path.isEmpty()
        && path.chars().noneMatch(c -> c == '\\' || c == ':' || c < ' ')
        && Stream.of(path.split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }

  /** The content of a file, from a byte on where the server can do that. */
  HttpResponse<InputStream> open(
      HttpClient client, HubAddress address, String commit, HubFile file, long from)
      throws IOException {
    String path = "/" + address.repository() + "/resolve/" + commit + "/" + encoded(file.path());
    return open(client, uri(path), from, address);
  }

  HttpClient client() {
    return HttpClient.newBuilder()
        .connectTimeout(patience)
        .followRedirects(HttpClient.Redirect.NEVER) // a token must not follow to other hosts
        .build();
  }

  private URI uri(String path) {
    return URI.create(base + path);
  }

  private static String encoded(String path) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = "/-_.~".indexOf(b) >= 0 || (b > 0 && Character.isLetterOrDigit(b));
      encoded.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff));
    }
    return encoded.toString();
  }

  private HttpResponse<InputStream> open(
      HttpClient client, URI first, long from, HubAddress address) throws IOException {
    URI at = first;
    for (int i = 0; i <= REDIRECTS; i++) {
      HttpRequest.Builder request = HttpRequest.newBuilder(at).timeout(patience).GET();
      request.header("User-Agent", "reelspace");
      if (from > 0) {
        request.header("Range", "bytes=" + from + "-");
      }
      if (at.getRawAuthority().equals(base.getRawAuthority())) {
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
      }
      HttpResponse<InputStream> response = send(client, request.build());
      int status = response.statusCode();
      if (status == 200 || status == 206) {
        return response;
      }
      response.body().close();
      Optional<String> next = response.headers().firstValue("Location");
      if (status / 100 != 3 || next.isEmpty()) {
        throw refused(address, status);
      }
      at = redirected(at, next.get(), address);
    }
    throw strange(address, "it redirects without end", null);
  }

  private URI redirected(URI from, String location, HubAddress address) {
    try {
      URI to = from.resolve(new URI(location));
      boolean secret = !base.getScheme().equals("https") || "https".equals(to.getScheme());
      if (to.getHost() != null && to.getScheme().startsWith("http") && secret) {
        return to;
      }
    } catch (URISyntaxException e) {
      throw strange(address, "it redirects to '" + location + "'", e);
    }
    throw strange(address, "it redirects to '" + location + "'", null);
  }

  private static HttpResponse<InputStream> send(HttpClient client, HttpRequest request)
      throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped", e);
    }
  }

  private RemoteException refused(HubAddress address, int status) {
    String why =
        switch (status) {
          case 401, 403 ->
              "does not give "
                  + address
                  + " to everybody, or has no such model. Accept its terms there and set"
                  + " REELSPACE_HUB_TOKEN";
          case 404 -> "has no " + address + ", or not all of it. Check owner, name and revision";
          case 429 -> "is asked too often. Wait, or set REELSPACE_HUB_TOKEN";
          default -> "answers " + status + " for " + address + ". Try again later";
        };
    return new RemoteException("The hub " + base + " " + why + ".");
  }

  private RemoteException strange(HubAddress address, String what, Throwable cause) {
    return new RemoteException(
        "The hub "
            + base
            + " answers strangely for "
            + address
            + ": "
            + what
            + ". Check the address of the hub (--hub, REELSPACE_HUB).",
        cause);
  }

  RemoteException failed(HubAddress address, IOException cause) {
    String reason =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new RemoteException(
        "The hub "
            + base
            + " cannot be reached for "
            + address
            + " ("
            + reason
            + "). Try again, which goes on where it was, or name a mirror with --hub or"
            + " REELSPACE_HUB.",
        cause);
  }
}
