package io.reelspace.train.features;

import io.reelspace.error.ReelspaceException;
import io.reelspace.error.StorageException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.ipc.message.ArrowFooter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;

/**
 * One Arrow IPC file, mapped into memory. Its vectors are windows into the mapping: nothing is
 * copied or decoded before a row is asked for.
 *
 * <p>The layout, from the Arrow specification: {@code ARROW1}, padding, record batches, footer,
 * length of the footer (4 bytes), {@code ARROW1}.
 */
final class FeaturePart implements AutoCloseable {

  private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);
  private static final int TAIL = Integer.BYTES + MAGIC.length;

  private final MemorySegment segment;
  private final FeatureFormat format;
  private final List<FeatureBatch> batches = new ArrayList<>();
  private final List<VectorSchemaRoot> roots = new ArrayList<>();

  private FeaturePart(MemorySegment segment, FeatureFormat format) {
    this.segment = segment;
    this.format = format;
  }

  /**
   * Maps a file; the mapping lives as long as the arena.
   *
   * @throws StorageException when it is truncated or not such a file
   */
  static FeaturePart open(Path file, Arena arena, BufferAllocator allocator) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment segment = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
      ArrowFooter footer = footer(segment, file);
      FeaturePart part = new FeaturePart(segment, FeatureFormat.of(footer.getSchema(), file));
      try {
        for (ArrowBlock block : footer.getRecordBatches()) {
          part.load(block, footer, allocator, file);
        }
        return part;
      } catch (IOException | RuntimeException e) {
        part.close();
        throw e;
      }
    } catch (ReelspaceException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw damaged(file, e); // whatever a parser of flatbuffers throws at nonsense
    }
  }

  private static ArrowFooter footer(MemorySegment segment, Path file) {
    long size = segment.byteSize();
    if (size < MAGIC.length + TAIL
        || !isMagic(segment, 0)
        || !isMagic(segment, size - MAGIC.length)) {
      throw damaged(file, null);
    }
    ByteBuffer tail = buffer(segment, size - TAIL, Integer.BYTES);
    int length = tail.getInt();
    if (length <= 0 || length > size - TAIL) {
      throw damaged(file, null);
    }
    return new ArrowFooter(Footer.getRootAsFooter(buffer(segment, size - TAIL - length, length)));
  }

  private static boolean isMagic(MemorySegment segment, long at) {
    return segment.asSlice(at, MAGIC.length).mismatch(MemorySegment.ofArray(MAGIC)) < 0;
  }

  private static ByteBuffer buffer(MemorySegment segment, long at, long length) {
    return segment.asSlice(at, length).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  private void load(ArrowBlock block, ArrowFooter footer, BufferAllocator allocator, Path file)
      throws IOException {
    ByteBuffer metadata = buffer(segment, block.getOffset(), block.getMetadataLength());
    boolean marked = metadata.getInt() == MessageSerializer.IPC_CONTINUATION_TOKEN;
    metadata.position(marked ? 2 * Integer.BYTES : Integer.BYTES);
    Message message = Message.getRootAsMessage(metadata.slice().order(ByteOrder.LITTLE_ENDIAN));
    MemorySegment body =
        segment.asSlice(block.getOffset() + block.getMetadataLength(), block.getBodyLength());
    VectorSchemaRoot root = VectorSchemaRoot.create(footer.getSchema(), allocator);
    roots.add(root);
    try (ArrowBuf wrapped = allocator.wrapForeignAllocation(new Mapped(body));
        ArrowRecordBatch batch =
            MessageSerializer.deserializeRecordBatch(message, retained(wrapped))) {
      new VectorLoader(root).load(batch);
    }
    batches.add(new FeatureBatch(root, segment, format, file));
  }

  /** The batch releases the buffer that it is given, and so does whoever wrapped it. */
  private static ArrowBuf retained(ArrowBuf buffer) {
    buffer.getReferenceManager().retain();
    return buffer;
  }

  private static StorageException damaged(Path file, Exception cause) {
    return new StorageException(
        "%s is truncated or no file of features: delete it and extract again.".formatted(file),
        cause);
  }

  FeatureFormat format() {
    return format;
  }

  List<FeatureBatch> batches() {
    return batches;
  }

  @Override
  public void close() {
    roots.forEach(VectorSchemaRoot::close);
  }

  /** Memory that the arena owns; Arrow has nothing to free. */
  private static final class Mapped extends ForeignAllocation {
    Mapped(MemorySegment body) {
      super(body.byteSize(), body.address());
    }

    @Override
    protected void release0() {}
  }
}
