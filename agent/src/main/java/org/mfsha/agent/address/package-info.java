/**
 * The shared address as clients see it: who answers for it, who is told that it moved, what is held back meanwhile. The
 * address itself is put on and taken off the interface by the guard ({@code master}).
 */
package org.mfsha.agent.address;
