/** What the path of a gradient needs beyond DJL. */
package io.reelspace.train.gradient;
