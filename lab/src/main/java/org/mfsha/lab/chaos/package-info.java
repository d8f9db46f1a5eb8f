/**
 * {@code make chaos}: faults drawn from a seed, on a real lab under load, and a judge who saw everything.
 *
 * <p>{@link org.mfsha.lab.chaos.Schedule} draws what happens, before anything does. {@code ChaosRun} goes through it: it
 * waits for calm, lets a round of faults happen ({@code Round}, package {@link org.mfsha.lab.chaos.fault}), waits for calm
 * again ({@code Calm}) and collects what the applications, the wire and the agents saw ({@code Observation}). {@code
 * Judge} says what of it must not be ({@code Violation}). {@code Report} tells a person, {@code Summary} a program.
 *
 * <p>What is checked: every acknowledged change is there and nothing else is; no application sees an error; a lock that a
 * living client has is given to nobody else; never do two nodes serve; service comes back within {@code Bounds}; after
 * each round there is a leader with a hot standby.
 */
package org.mfsha.lab.chaos;
