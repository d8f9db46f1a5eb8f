/**
 * {@code make bench}: mfsha beside what administrators build without it, on the same machine, in the same run.
 *
 * <p>{@code Bench} is the command. {@code Plan} says what is measured in which order: whole runs one after another, in
 * each run every tool after the other in each case, so that a run that is broken off leaves comparable results.
 * {@code Campaign} works through it and writes {@code results.json} after each trial; the next start goes on where the
 * last one ended. {@code FaultTrial} makes a cluster with one tool ({@code contender}), puts both applications of
 * {@code lab.load} on it at full speed, lets one fault happen, and takes the cluster down. {@code CostTrial} measures
 * what mfsha costs while nothing happens. {@code report} makes table, charts and document from {@code results.json}
 * alone.
 */
package org.mfsha.lab.bench;
