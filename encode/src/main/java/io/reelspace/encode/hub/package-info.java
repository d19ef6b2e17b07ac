/**
 * Fetches models from a hub by its HTTP interface. This is the only code of Reelspace that goes to
 * the network by itself, and it does so only when a person asks for a model by its address.
 *
 * <p>{@link io.reelspace.encode.hub.HubAddress} names a model, {@link
 * io.reelspace.encode.hub.HubDownload} brings the files of it that an import needs into a cache.
 */
package io.reelspace.encode.hub;
