/**
 * What can be broken in a lab, each thing by a small class: how it begins, how it ends, what it does in words.
 *
 * <p>{@link org.mfsha.lab.chaos.fault.Kind} is the table of all of them: whom a fault hits, whether a vote may be missing
 * meanwhile, how long it lasts, and what it may cost ({@link org.mfsha.lab.chaos.fault.Loss}). A fault knows nothing of
 * what it should lead to; that is judged by the package above.
 */
package org.mfsha.lab.chaos.fault;
