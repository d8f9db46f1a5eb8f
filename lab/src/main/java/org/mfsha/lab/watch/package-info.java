/**
 * Sees whether a lab ever has two masters, without asking mfsha.
 *
 * <p>{@link org.mfsha.lab.watch.Watch} looks in two ways. {@link org.mfsha.lab.watch.WireLog} is what passes the bridge:
 * who answers for the shared address, by hardware addresses. {@link
 * org.mfsha.lab.watch.ServingHosts} is what the hosts themselves are, also where no packet gets out.
 */
package org.mfsha.lab.watch;
