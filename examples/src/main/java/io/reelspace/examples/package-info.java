/** Small whole programs that use Reelspace from Java; the README quotes them. */
package io.reelspace.examples;
