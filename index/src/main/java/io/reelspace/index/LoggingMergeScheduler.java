package io.reelspace.index;

import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges in the background, and keeps a failure there from being printed by the thread that dies of
 * it: the writer remembers it, and the next call on the index reports it.
 */
final class LoggingMergeScheduler extends ConcurrentMergeScheduler {

  private static final Logger LOG = LoggerFactory.getLogger(LoggingMergeScheduler.class);

  @Override
  protected void handleMergeException(Throwable failure) {
    LOG.debug("a merge in the background failed", failure);
  }
}
