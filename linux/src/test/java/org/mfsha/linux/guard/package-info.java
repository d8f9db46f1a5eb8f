/** The dead-man's switch of {@code guard/}, driven as the agent drives it, in network namespaces. */
package org.mfsha.linux.guard;
