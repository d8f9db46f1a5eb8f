package org.mfsha.agent.config;

import java.util.List;
import java.util.Optional;

/**
 * A complete configuration without contradictions. Immutable.
 *
 * @param cluster who is in the cluster
 * @param address the shared address; always there on a candidate, on a witness only when its file names one
 * @param timing times of the election
 * @param master MooseFS's master; on a witness its paths need not exist
 * @param local what mfsha keeps on this node
 * @param archive what is kept of the past; not used on a witness
 * @param warnings what works but is probably not meant, to be logged at start
 */
public record Config(
        ClusterConfig cluster,
        Optional<AddressConfig> address,
        TimingConfig timing,
        MasterConfig master,
        LocalConfig local,
        ArchiveConfig archive,
        List<Problem> warnings) {
    public Config {
        warnings = List.copyOf(warnings);
    }
}
