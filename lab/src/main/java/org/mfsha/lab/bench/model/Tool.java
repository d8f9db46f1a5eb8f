package org.mfsha.lab.bench.model;

import java.util.Arrays;
import java.util.Optional;

/** What is compared, in the order in which tables have it. */
public enum Tool {
    HOW_TO("how-to", "the how-to: ucarp, metaloggers, scripts"),
    KEEPALIVED("keepalived", "keepalived, metaloggers, scripts"),
    MFSHA("mfsha", "mfsha");

    private final String id;
    private final String title;

    Tool(String id, String title) {
        this.id = id;
        this.title = title;
    }

    /** Its name in files, options and tables. */
    public String id() {
        return id;
    }

    /** What it is made of. */
    public String title() {
        return title;
    }

    /** Whether mfsha has a part in it. */
    public boolean isMfsha() {
        return id.startsWith("mfsha");
    }

    /** The one of this name. */
    public static Optional<Tool> of(String id) {
        return Arrays.stream(values()).filter(tool -> tool.id.equals(id)).findFirst();
    }
}
