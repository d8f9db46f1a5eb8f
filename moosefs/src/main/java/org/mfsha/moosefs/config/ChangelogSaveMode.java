package org.mfsha.moosefs.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How mfsmaster writes its changelog: {@code CHANGELOG_SAVE_MODE} (changelog.c, changelog_mr and changelog_reload). */
public enum ChangelogSaveMode {
    /** 0, MooseFS's default: another process writes it some time later. What that one has not got dies with mfsmaster. */
    BACKGROUND,

    /** 1: each change is in the kernel's hands before mfsmaster goes on, and so before any client is answered. */
    FOREGROUND,

    /** 2: as 1, and each change is on the disk before mfsmaster goes on. Slow. */
    SYNCED;

    private static final Pattern LEADING_NUMBER = Pattern.compile("\\s*\\+?0*([0-9]+).*");

    /** The mode in force with a configuration; without or with another value it is mfsmaster's own choice, 0. */
    public static ChangelogSaveMode of(MasterConfigFile file) {
        Matcher number = LEADING_NUMBER.matcher(
                file.value(MasterConfigFile.CHANGELOG_SAVE_MODE).orElse("0"));
        return switch (number.matches() ? number.group(1) : "0") {
            case "1" -> FOREGROUND;
            case "2" -> SYNCED;
            default -> BACKGROUND;
        };
    }

    /** Whether the file holds every change that a client was told of, when only the process was killed. */
    public boolean survivesKill() {
        return this != BACKGROUND;
    }
}
