package org.mfsha.moosefs.wire;

/** MooseFS knows IPv4 only and sends addresses as 32-bit numbers. */
final class Ipv4 {
    private Ipv4() {}

    static String dotted(int bits) {
        return (bits >>> 24) + "." + ((bits >>> 16) & 0xff) + "." + ((bits >>> 8) & 0xff) + "." + (bits & 0xff);
    }
}
