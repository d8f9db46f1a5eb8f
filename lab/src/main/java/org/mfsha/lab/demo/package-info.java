/**
 * The demonstration: a cluster, two applications on it, and four things that happen to its masters.
 *
 * <ol>
 *   <li>{@code host-loss}: the leader's host loses its power
 *   <li>{@code return}: that host comes back and becomes a hot standby
 *   <li>{@code switchover}: the leadership is handed back on purpose
 *   <li>{@code process-kill}: the leader's mfsmaster is killed, its host lives
 * </ol>
 *
 * Each step ends with a check of everything that was ever acknowledged. The story goes to standard output, the figures
 * to {@code summary.json} (last run) and {@code runs.json} (all runs).
 */
package org.mfsha.lab.demo;
