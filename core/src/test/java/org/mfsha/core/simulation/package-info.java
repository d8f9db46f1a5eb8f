/**
 * A whole cluster on virtual time, drawn from one seed.
 *
 * <p>The deciding code is the production {@link org.mfsha.core.election.Coordinator}; everything else is a model: the
 * network ({@code Network}), a host with its stable storage, clock, agent process and dead-man's switch ({@code
 * SimNode}, {@code Service}), what clients were told ({@code Ledger}), and the faults ({@code Chaos}). Each {@code
 * Invariant} is one promise of the design. A {@code Tampering} changes what crosses the border of a coordinator, so
 * that broken variants of the protocol can be shown to be caught.
 */
package org.mfsha.core.simulation;
