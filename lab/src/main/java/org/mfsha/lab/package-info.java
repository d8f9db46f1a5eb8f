/**
 * Whole MooseFS clusters on one machine, for people and for tests.
 *
 * <p>A lab is a set of hosts: candidates {@code m1 m2 ...}, witnesses {@code w1 ...}, chunkservers {@code cs1 ...},
 * metaloggers {@code ml1 ...} and clients {@code client1 ...}. Each is a network namespace {@code mfsha-LAB-HOST} with
 * an {@code eth0}, an address in 10.77.0.0/24, directories and processes of its own. A bridge in one more namespace,
 * {@code mfsha-LAB-net}, joins them. Nothing leads from there to the machine's own network or to another lab, so all
 * labs use the same addresses. The daemons are real and unmodified.
 *
 * <p>{@link org.mfsha.lab.Lab} is the way in: {@code Lab.up(LabSpec)}, faults, questions, {@code close()}. A lab
 * outlives the process that made it; {@code Lab.open} finds it again by its name. What is not a default of MooseFS is
 * listed at {@code HostFiles}.
 */
package org.mfsha.lab;
