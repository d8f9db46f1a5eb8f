/**
 * Table, charts and document, made from results alone: nothing in them is written by hand.
 *
 * <p>{@code Cell} sums up a tool in a case, {@code Goals} says what was reached, {@code StallChart} and
 * {@code TimelineChart} draw (SVG without outside resources, for light and dark pages), {@code Document} is
 * {@code benchmarks.md}. {@code Publication} finds the inputs and puts everything in its place.
 */
package org.mfsha.lab.bench.report;
