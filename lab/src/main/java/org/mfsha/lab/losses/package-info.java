/**
 * The measurement of losses: how many acknowledged operations are gone after many faults under full load.
 *
 * <p>{@link org.mfsha.lab.losses.Losses} is the program ({@code make losses}). Each {@code Cluster round} makes a new
 * cluster and lets a number of {@code Fault}s happen to its leader, one after the other, each as soon as the other
 * candidate is hot and the applications get on. After each fault everything that the applications were promised since
 * the one before is compared with what is there. At the end of a round all of it is compared once more, so that a loss
 * that shows late is found too. New clusters keep metadata, changelogs and the memory of promises small over hundreds
 * of faults.
 *
 * <p>What must hold: when only a process was killed, nothing is missing. When a host was lost, the last moment may be;
 * how long that moment is, is the result of the measurement.
 */
package org.mfsha.lab.losses;
