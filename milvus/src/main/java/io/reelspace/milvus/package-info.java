/**
 * The index contract on Milvus or Zilliz Cloud: for archives that one machine does not hold. Start
 * with {@link io.reelspace.milvus.MilvusLocation}.
 *
 * <p>A video is a row of metadata with a version, and its segments, frames and lines are rows that
 * carry this version. They are written first; the row of metadata, which comes last, is the switch
 * that puts all of them in place of what was there. What lies in the collections without such a row
 * is never shown.
 */
package io.reelspace.milvus;
