/**
 * Linux as mfsha needs it, called through the Foreign Function and Memory API.
 *
 * <p>This package holds what the others share, {@link org.mfsha.linux.NativeFunction} and
 * {@link org.mfsha.linux.FileDescriptor}, and what concerns the process itself: its clock and its
 * protection. {@code gate} holds a reader at the end of a file. {@code net} speaks ARP, resets
 * connections and drops packets.
 */
package org.mfsha.linux;
