/**
 * How commands reach the daemon of this host: a unix domain socket that only root (and the daemon's own user) may use.
 *
 * <p>One connection carries one line {@code {"verb":"status"}}, with the verb's arguments as further members, and one
 * line back: {@code {"ok":true,"result":...}} or {@code {"ok":false,"error":"..."}}. Results are what JSON has: maps with
 * text keys, lists, text, numbers and booleans. {@link org.mfsha.agent.control.status.Status} is the answer to
 * {@code status}.
 */
package org.mfsha.agent.control;
