/**
 * The cuts that the detection of shots finds in videos, to be compared with PySceneDetect's and
 * with the known ones; {@code benchmarks/shots/run.sh} does so.
 */
package io.reelspace.benchmarks.shots;
