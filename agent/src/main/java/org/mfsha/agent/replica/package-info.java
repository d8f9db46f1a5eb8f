/**
 * Keeping this node's data in step: where an image comes from, what it follows, what becomes of a former leader's data.
 *
 * <p>{@link org.mfsha.agent.replica.Steward} owns the data and does one thing at a time; slow work (downloads, loading
 * metadata) runs beside it and reports back. {@link org.mfsha.agent.replica.ImageBuilder} makes an image from this node's
 * own files, from the leader, from an existing MooseFS installation, or from nothing. {@link
 * org.mfsha.agent.replica.PeerChanges} asks other agents for changes they hold; {@link
 * org.mfsha.agent.replica.ChangesService} answers them.
 */
package org.mfsha.agent.replica;
