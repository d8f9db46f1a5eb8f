/**
 * What a takeover of MooseFS can trip over, one class per trap. Each test fails without the cure it names: that was seen
 * once, with the cure taken out.
 *
 * <p>A cure that only matters to a standby of some age is tested with an {@link org.mfsha.lab.traps.EarlyBirth}: an
 * mfsmaster that believes it was started minutes ago.
 */
package org.mfsha.lab.traps;
