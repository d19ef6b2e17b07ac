/**
 * An index as files that other programs read: Arrow tables and a NumPy array, see {@link
 * io.reelspace.export.IndexExport}. In Python:
 *
 * <pre>{@code
 * embeddings = numpy.load("export/embeddings.npy", mmap_mode="r")
 * segments = pyarrow.ipc.open_file("export/segments.arrow").read_all()
 * }</pre>
 *
 * <p>A JVM that uses it needs {@code --add-opens=java.base/java.nio=ALL-UNNAMED} for Arrow.
 */
package io.reelspace.export;
