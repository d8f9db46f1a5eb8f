package org.mfsha.lab.chaos;

/**
 * A fault that has happened. All times are {@link System#nanoTime()}.
 *
 * @param beganNanos when it began to be done
 * @param struckNanos when it surely had its effect
 * @param overNanos when it was taken back
 */
record Strike(Planned planned, long beganNanos, long struckNanos, long overNanos) {}
