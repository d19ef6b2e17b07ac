package io.reelspace.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Removes libraries from the list that a shared object asks the dynamic linker for.
 *
 * <p>The bundled {@code libavdevice} asks for PulseAudio, ALSA and X11, which a server does not
 * have and decoding files does not use; without them the programs would not start at all. Their
 * functions are bound lazily, so they may stay unresolved as long as no capture device is opened.
 *
 * <p>A {@code DT_NEEDED} entry that has to go is turned into a second request for the C library,
 * and the library's entry in the version requirements is unlinked. Layout: System V ABI, chapter 5,
 * and the symbol versioning part of the Linux Standard Base.
 */
final class ElfDependencies {
  private static final int LOAD = 1;
  private static final int DYNAMIC = 2;
  private static final long NEEDED = 1;
  private static final long STRING_TABLE = 5;
  private static final long VERSION_NEEDED = 0x6ffffffeL;
  private static final long VERSION_NEEDED_COUNT = 0x6fffffffL;
  private static final String C_LIBRARY = "libc.so.6";

  private record Mapping(long address, long offset, long length) {}

  private record Entry(long tag, long value, int valueOffset) {}

  private final ByteBuffer elf;
  private final List<Mapping> mappings = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();

  private ElfDependencies(byte[] file) {
    elf = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (elf.getInt(0) != 0x464c457f || elf.get(4) != 2 || elf.get(5) != 1) {
      throw new IllegalArgumentException("not a 64-bit little-endian ELF file");
    }
    readProgramHeaders();
  }

  /**
   * Changes a shared object in place so that it no longer asks for some libraries.
   *
   * @param file the whole 64-bit little-endian ELF file
   * @param libraries names as they stand in its dynamic section; those it does not ask for are
   *     ignored
   */
  static void drop(byte[] file, Set<String> libraries) {
    ElfDependencies elf = new ElfDependencies(file);
    elf.dropNeeded(libraries);
    elf.dropVersions(libraries);
  }

  /** The libraries that a shared object or program asks for. */
  static List<String> of(byte[] file) {
    ElfDependencies elf = new ElfDependencies(file);
    return elf.needed().map(entry -> elf.string(entry.value())).distinct().toList();
  }

  private void readProgramHeaders() {
    int start = Math.toIntExact(elf.getLong(32));
    int size = elf.getShort(54);
    int count = elf.getShort(56);
    int dynamic = -1;
    for (int i = 0; i < count; i++) {
      int header = start + i * size;
      int type = elf.getInt(header);
      if (type == LOAD) {
        mappings.add(
            new Mapping(
                elf.getLong(header + 16), elf.getLong(header + 8), elf.getLong(header + 32)));
      } else if (type == DYNAMIC) {
        dynamic = Math.toIntExact(elf.getLong(header + 8));
      }
    }
    if (dynamic < 0) {
      throw new IllegalArgumentException("no dynamic section");
    }
    for (int at = dynamic; elf.getLong(at) != 0; at += 16) {
      entries.add(new Entry(elf.getLong(at), elf.getLong(at + 8), at + 8));
    }
  }

  private void dropNeeded(Set<String> libraries) {
    List<Entry> dropped =
        needed().filter(entry -> libraries.contains(string(entry.value()))).toList();
    if (dropped.isEmpty()) {
      return;
    }
    long libc =
        needed()
            .filter(entry -> string(entry.value()).equals(C_LIBRARY))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("does not ask for " + C_LIBRARY))
            .value();
    dropped.forEach(entry -> elf.putLong(entry.valueOffset(), libc));
  }

  /** The requirements form a list linked by relative offsets; it begins where its entry says. */
  private void dropVersions(Set<String> libraries) {
    if (entries.stream().noneMatch(entry -> entry.tag() == VERSION_NEEDED)) {
      return;
    }
    List<Integer> kept = new ArrayList<>();
    int at = offset(entry(VERSION_NEEDED).value());
    for (int next = -1; next != 0; at += next) {
      if (!libraries.contains(string(Integer.toUnsignedLong(elf.getInt(at + 4))))) {
        kept.add(at);
      }
      next = elf.getInt(at + 12);
    }
    if (kept.isEmpty() || kept.getFirst() != offset(entry(VERSION_NEEDED).value())) {
      throw new IllegalArgumentException("the first version requirement cannot be dropped");
    }
    for (int i = 0; i < kept.size(); i++) {
      boolean last = i + 1 == kept.size();
      elf.putInt(kept.get(i) + 12, last ? 0 : kept.get(i + 1) - kept.get(i));
    }
    elf.putLong(entry(VERSION_NEEDED_COUNT).valueOffset(), kept.size());
  }

  private Stream<Entry> needed() {
    return entries.stream().filter(entry -> entry.tag() == NEEDED);
  }

  private Entry entry(long tag) {
    return entries.stream()
        .filter(entry -> entry.tag() == tag)
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no dynamic entry " + tag));
  }

  private String string(long index) {
    int start = offset(entry(STRING_TABLE).value()) + Math.toIntExact(index);
    int end = start;
    while (elf.get(end) != 0) {
      end++;
    }
    return new String(elf.array(), start, end - start, StandardCharsets.US_ASCII);
  }

  private int offset(long address) {
    return mappings.stream()
        .filter(m -> address >= m.address() && address < m.address() + m.length())
        .findFirst()
        .map(m -> Math.toIntExact(address - m.address() + m.offset()))
        .orElseThrow(() -> new IllegalArgumentException("address outside of the file"));
  }
}
