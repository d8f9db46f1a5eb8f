/**
 * The daemon: where everything is wired together and where decisions become deeds.
 *
 * <p>One thread decides ({@link org.mfsha.agent.daemon.CoreLoop}): it takes events from a queue, asks the pure core, and
 * carries out the answer. It never waits for anything but the fsync of a ballot. Everything slow happens elsewhere and
 * comes back as an event.
 */
package org.mfsha.agent.daemon;
