/**
 * The machine under a lab, as far as a lab touches it: commands, network namespaces, processes, mounts, listening
 * sockets. Nothing here knows MooseFS.
 *
 * <p>Processes enter a namespace through {@code nsenter --net=...}. {@code ip netns exec} would also give them a mount
 * namespace of their own, and their FUSE mounts would be invisible to everybody else.
 */
package org.mfsha.lab.system;
