/**
 * What the daemon knows about the cluster, for people and programs: {@link org.mfsha.agent.control.status.Status} is the
 * model, {@link org.mfsha.agent.control.status.StatusJson} its JSON form, and
 * {@link org.mfsha.agent.control.status.StatusText} its form for a terminal.
 */
package org.mfsha.agent.control.status;
