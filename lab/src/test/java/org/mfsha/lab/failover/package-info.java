/**
 * The real agents at work on real MooseFS daemons: what happens in a fault, and what an administrator then sees.
 *
 * <p>Each class has a running {@link org.mfsha.lab.failover.Cluster} of its own. Every test begins with {@code calm()},
 * which takes back whatever an earlier test left behind, so that one failure does not become many. Nothing here asserts how
 * fast something is; limits only end what would hang.
 */
package org.mfsha.lab.failover;
