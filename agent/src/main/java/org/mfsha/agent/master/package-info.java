/**
 * One mfsmaster process and the dead-man's switch that guards it.
 *
 * <p>mfsmaster never runs as a child of this JVM: {@code mfsha-guard} starts it, watches it, stops it and takes the
 * shared address away when the lease it was told runs out or the agent dies. Everything about the shared address on an
 * interface is done by the guard, so that no address is ever there without a deadline.
 */
package org.mfsha.agent.master;
