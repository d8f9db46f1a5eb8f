package org.mfsha.linux.net;

import java.util.HexFormat;

/** An Ethernet address, as 12 lower-case hexadecimal digits in pairs: "02:00:00:00:00:01". */
public record MacAddress(String text) {
    private static final HexFormat FORMAT = HexFormat.ofDelimiter(":");

    public MacAddress {
        if (FORMAT.parseHex(text).length != 6) {
            throw new IllegalArgumentException("not an Ethernet address: " + text);
        }
    }

    /** Of six bytes. */
    public static MacAddress of(byte[] bytes) {
        return new MacAddress(FORMAT.formatHex(bytes));
    }

    /** The six bytes. */
    public byte[] bytes() {
        return FORMAT.parseHex(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
