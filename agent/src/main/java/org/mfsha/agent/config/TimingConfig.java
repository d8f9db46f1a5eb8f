package org.mfsha.agent.config;

/**
 * Times of the election. All in milliseconds on a monotonic clock.
 *
 * @param leaseMillis how long a lease lasts, counted from the sending of its renewal
 * @param renewMillis how often the leader renews
 * @param detectionMillis how long a silent leader is waited for
 * @param driftMarginMillis added to every wait for another node's lease, for clocks of different speed
 */
public record TimingConfig(long leaseMillis, long renewMillis, long detectionMillis, long driftMarginMillis) {}
