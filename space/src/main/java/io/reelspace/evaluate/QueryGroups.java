package io.reelspace.evaluate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Queries that have a right candidate, numbered into groups that are drawn together.
 *
 * @param ofQuery the group of each such query, from 0, in the order of queries
 * @param count number of groups
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record QueryGroups(int[] ofQuery, int count) {

  static QueryGroups of(Ranks ranks) {
    Map<Integer, Integer> numbers = new HashMap<>();
    int[] groups = ranks.groups();
    int[] ofQuery = new int[groups.length];
    int judged = 0;
    for (int group : groups) {
      if (group >= 0) {
        ofQuery[judged++] = numbers.computeIfAbsent(group, g -> numbers.size());
      }
    }
    return new QueryGroups(Arrays.copyOf(ofQuery, judged), numbers.size());
  }
}
