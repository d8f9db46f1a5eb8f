/**
 * The hot standby: an image of the metadata, an mfsmaster that has loaded it, and the gate that holds it at the end of
 * its changelog.
 *
 * <p>Data flows one way: {@link org.mfsha.agent.standby.ChangeStream} reads the leader's changes, {@link
 * org.mfsha.agent.standby.Standby} appends them to {@code changelog.0.mfs} and lets the held read go on. Promoting is
 * letting that read meet the end of the file ({@code takeover}).
 */
package org.mfsha.agent.standby;
