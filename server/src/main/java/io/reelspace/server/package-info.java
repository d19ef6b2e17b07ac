/**
 * The archive over HTTP, and its web page.
 *
 * <p>{@link io.reelspace.server.ServedArchive} is an index with its space and what makes pictures
 * of its videos; {@link io.reelspace.server.ArchiveServer} answers requests from it. Queries are
 * those of {@link io.reelspace.query}, in the same notation as URL and JSON, but images and videos
 * are named by what was uploaded or is in the index, never by files of this machine.
 *
 * <p>Routes lie in classes by what they serve ({@code SearchRoutes}, {@code VideoRoutes}, ...);
 * {@code Access} stands before all of them. {@code docs/api.md} describes the interface.
 */
package io.reelspace.server;
