/**
 * What can go wrong, as one sealed family of exceptions.
 *
 * <p>Every module throws a {@link io.reelspace.error.ReelspaceException} of one of its six kinds
 * for what its caller can meet in ordinary use, with a message that says what happened, where, and
 * what to do. Each kind maps to one exit code of the command line and one HTTP problem of the
 * server.
 */
package io.reelspace.error;
