/**
 * The vocabulary of the core: what nodes say to each other ({@link org.mfsha.core.protocol.Message}), what happens to a
 * node ({@link org.mfsha.core.protocol.Event}) and what it wants done ({@link org.mfsha.core.protocol.Action}).
 */
package org.mfsha.core.protocol;
