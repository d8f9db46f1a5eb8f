package org.mfsha.lab;

import java.util.List;
import java.util.Optional;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.system.HostProcess;

/**
 * A host as it was when looked at.
 *
 * @param linked whether its network link is whole
 * @param agent what its agent says; empty when none answers
 */
public record HostView(Host host, boolean linked, List<HostProcess> processes, Optional<AgentStatus> agent) {}
