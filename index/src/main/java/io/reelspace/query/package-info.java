/**
 * Queries, and the archive that answers them.
 *
 * <p>{@link io.reelspace.query.Query} says what to look for: a text, an image, a part of a video, a
 * moment that is in the index, a weighted sum of these, or several that follow one another in time.
 * {@link io.reelspace.query.Archive} answers it from an index and its space. The same query may be
 * written in Java, as JSON ({@link io.reelspace.query.QueryJson}) and in a URL ({@link
 * io.reelspace.query.QueryUrl}).
 *
 * <pre>{@code
 * Path home = Path.of(System.getProperty("user.home"), ".reelspace");
 * Inference inference = Inference.in(home.resolve("cache"));
 * Space space = Space.open(BundledSpaces.unpack("base", inference.cache()), inference);
 * try (Archive archive = Archive.open(home.resolve("index"), space, inference.cache())) {
 *   for (Hit moment : archive.search(Query.text("a dog runs on a beach")).moments()) {
 *     IO.println(moment.video() + " from " + moment.start() + " s to " + moment.end() + " s");
 *   }
 * }
 * }</pre>
 */
package io.reelspace.query;
