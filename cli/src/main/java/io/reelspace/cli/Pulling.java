package io.reelspace.cli;

import io.reelspace.encode.EncoderImport;
import io.reelspace.encode.ImportKind;
import io.reelspace.encode.ImportedEncoder;
import io.reelspace.encode.ModelPrecision;
import io.reelspace.encode.hub.Hub;
import io.reelspace.encode.hub.HubAddress;
import io.reelspace.encode.hub.HubDownload;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Fetches a model from a hub and imports it. */
final class Pulling {

  private final Shell shell;
  private final Settings settings;
  private final Optional<String> hub;

  Pulling(Shell shell, Settings settings, Optional<String> hub) {
    this.shell = shell;
    this.settings = settings;
    this.hub = hub;
  }

  ImportedEncoder pull(
      HubAddress address, String id, ImportKind kind, ModelPrecision precision, boolean force) {
    Optional<String> token =
        Optional.ofNullable(shell.environment().get("REELSPACE_HUB_TOKEN"))
            .filter(text -> !text.isBlank());
    Hub from = Hub.at(settings.get(Setting.HUB, hub, Hub.PUBLIC), token);
    Spaces spaces = new Spaces(settings.home());
    HubDownload.Fetched fetched;
    try (ByteProgress progress = new ByteProgress(shell)) {
      fetched = new HubDownload(from, spaces.cache(), progress).fetch(address, precision);
    }
    Map<String, String> origin = new TreeMap<>();
    origin.put("hub", HubAddress.PREFIX + address.repository());
    origin.put("commit", fetched.commit());
    if (!fetched.licence().isEmpty()) {
      origin.put("licence", fetched.licence());
      shell.say(
          Printable.of(
              String.format(
                  Locale.ROOT, "licence of %s: %s", address.repository(), fetched.licence())));
    }
    return new EncoderImport(fetched.folder(), address.within(), id, kind, precision, origin)
        .into(new Encoders(settings.home()).store(), force, spaces.inference());
  }
}
