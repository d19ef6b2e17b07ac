package io.reelspace.cli;

/**
 * One part of the installation as {@code doctor} found it.
 *
 * @param name what was looked at
 * @param works whether it was seen to work
 * @param found what was found: version, place, count
 * @param advice what to do; empty when it works
 */
record Check(String name, boolean works, String found, String advice) {

  static Check works(String name, String found) {
    return new Check(name, true, found, "");
  }

  static Check fails(String name, String found, String advice) {
    return new Check(name, false, found, advice);
  }
}
