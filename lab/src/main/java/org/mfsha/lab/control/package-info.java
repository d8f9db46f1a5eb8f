/**
 * Talks to a running agent through its control socket: one line of JSON there, one line back. Asking through
 * {@code bin/mfsha status} would say the same, at the price of starting a Java machine each time.
 */
package org.mfsha.lab.control;
