/**
 * What a comparison consists of, and its results as data: tools, faults, sizes, what clients felt. Nothing here runs
 * anything. {@link org.mfsha.lab.bench.model.Results} is {@code results.json}.
 */
package org.mfsha.lab.bench.model;
