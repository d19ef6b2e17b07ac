/** The spaces and clips that come with Reelspace, as resources that are unpacked when needed. */
package io.reelspace.base;
