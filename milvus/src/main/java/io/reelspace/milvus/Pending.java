package io.reelspace.milvus;

/**
 * What is being written: a row that comes before all others of a change and goes after them, so
 * that what a process left behind that came to its end in between can be told and taken away.
 *
 * @param version of the video's new rows; where it is deleted, of the rows that go
 * @param deletes whether the video is deleted
 */
record Pending(String videoId, long version, boolean deletes) {

  String key() {
    return "%d-%s-%s-%b".formatted(version, Fields.KIND_PENDING, videoId, deletes);
  }
}
