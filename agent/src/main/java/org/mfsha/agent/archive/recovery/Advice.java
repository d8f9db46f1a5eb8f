package org.mfsha.agent.archive.recovery;

import java.nio.file.Path;
import java.util.List;

/** What to do with restored metadata. */
public final class Advice {
    private Advice() {}

    /** Lines for an administrator. */
    public static List<String> after(Restorer.Result result) {
        Path directory = result.file().getParent();
        return List.of(
                "",
                "Restored: " + result.file() + ", version " + result.version() + ", checked.",
                "Nothing uses it yet. To make it the cluster's metadata:",
                "  1. Stop the agents on ALL nodes. From here on clients wait.",
                "  2. On every node move DATA_PATH aside: mv /var/lib/mfsha /var/lib/mfsha.before",
                "  3. On the first candidate make it the installation to adopt:",
                "     mv /var/lib/mfs /var/lib/mfs.before; cp -a " + directory + " /var/lib/mfs",
                "     On the other candidates /var/lib/mfs must hold no metadata.",
                "  4. Start the agents on all nodes; `mfsha status` tells when there is a leader.",
                "  Without mfsha: set DATA_PATH of mfsmaster.cfg to " + directory + " and run mfsmaster start.",
                "Everything that was done after that version is undone. Read first, in the administrator's guide, \"Go back"
                        + " in time\": data of files that were deleted or written since may be gone from the chunkservers.");
    }
}
