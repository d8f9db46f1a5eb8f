package org.mfsha.moosefs.takeover;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Names as people may see them. */
final class EscapedName {
    private EscapedName() {}

    /** A name of a changelog: undoes changelog.c's changelog_escape_name, {@code %XX}. */
    static String shown(String escaped) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            int high = c == '%' && i + 2 < escaped.length() ? Character.digit(escaped.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(escaped.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                bytes.write(high * 16 + low);
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return shown(bytes.toByteArray());
    }

    /** A name as it is, control characters replaced. */
    static String shown(byte[] name) {
        return new String(name, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    }
}
