package org.mfsha.agent.master;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.mfsha.moosefs.config.ChangelogSaveMode;
import org.mfsha.moosefs.config.MasterConfigFile;

/** What an administrator's mfsmaster.cfg should not say, in sentences that say why and what to do. */
public final class UnwiseSettings {
    private UnwiseSettings() {}

    /** Looks at the file as it is now. */
    public static List<String> in(Path cfg) {
        try {
            MasterConfigFile file = MasterConfigFile.read(cfg)
                    .withDefault(MasterConfigFile.CHANGELOG_SAVE_MODE, MasterLauncher.DEFAULT_SAVE_MODE);
            return ChangelogSaveMode.of(file).survivesKill() ? List.of() : List.of(notSaved(cfg, file));
        } catch (IOException e) {
            return List.of(cfg + " cannot be read (" + e.getMessage() + "): no mfsmaster can be started without it");
        }
    }

    private static String notSaved(Path cfg, MasterConfigFile file) {
        return cfg + " has CHANGELOG_SAVE_MODE = "
                + file.value(MasterConfigFile.CHANGELOG_SAVE_MODE).orElse("")
                + ": mfsmaster writes its changes late, and acknowledged ones are lost when it is killed; set it to 1 (or"
                + " remove the line), then restart this node's agent when it does not lead";
    }
}
