/**
 * A standby's image is proven, not assumed.
 *
 * <p>Once a day, and by {@code mfsha verify}, {@link org.mfsha.agent.verify.Verifier} fetches the metadata that the
 * leader saved last, rebuilds this node's own image (base and journal) to exactly that version with an unmodified {@code
 * mfsmaster restore}, which needs no network, and compares the two section by section ({@link
 * org.mfsha.moosefs.compare.BaseComparison}). {@link org.mfsha.agent.verify.VerifyDuty} sees to it that one verification
 * runs at a time, at the lowest priority, and keeps what was found in {@link org.mfsha.agent.verify.VerificationLog}.
 *
 * <p>An image that differs is not trusted any more: it is set aside and the standby gets a new one from the leader. What
 * was compared is kept for whoever looks for the cause. Leadership does not depend on any of this.
 *
 * <p>MooseFS 3.0.117 saves on whole hours only (metadata.c, meta_dostoreall) and cannot be asked to save: no signal and
 * no request does it. So there are times when there is nothing to compare with; that is told.
 */
package org.mfsha.agent.verify;
