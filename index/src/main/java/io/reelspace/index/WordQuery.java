package io.reelspace.index;

/**
 * Words to look for beside a vector.
 *
 * @param words what may have been said or written; blank finds nothing
 * @param required whether only moments are results at which the words were found
 */
public record WordQuery(String words, boolean required) {}
