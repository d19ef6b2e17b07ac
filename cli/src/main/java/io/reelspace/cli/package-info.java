/** The {@code reelspace} command: what a person types, and what they see. */
package io.reelspace.cli;
