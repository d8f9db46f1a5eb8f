package org.mfsha.moosefs.wire;

/**
 * What CLTOMA_INFO tells that failover needs (matoclserv.c, matoclserv_info).
 *
 * @param version of the master
 * @param metaVersion the version of the next change: every change below it was made
 * @param lastSaveSeconds when metadata was last saved successfully, seconds since 1970; 0 = not yet
 * @param lastSaveMillis how long that took
 * @param lastSaveStatus 0 unless that failed
 * @param exportsChecksum of the exports in force
 * @param clockMicros the master's clock, microseconds since 1970
 */
public record MasterInfo(
        MooseVersion version,
        long metaVersion,
        long lastSaveSeconds,
        long lastSaveMillis,
        int lastSaveStatus,
        long exportsChecksum,
        long clockMicros) {

    static MasterInfo parse(Packet packet, String peer) throws ProtocolException {
        PayloadReader in = new PayloadReader("info from " + peer, packet);
        MooseVersion version = MooseVersion.ofWire(in.i32());
        in.skip(7 * 8 + 4 + 8 + 7 * 4); // memory and CPU use, space, trash, node and chunk counts
        long lastSaveSeconds = in.u32();
        long lastSaveMillis = in.u32();
        int lastSaveStatus = in.u8();
        in.skip(4 + 4 + 4); // state bytes, leader address, time of change: the Pro edition's
        long metaVersion = in.positive64("metadata version");
        long exportsChecksum = in.i64();
        long clockMicros = in.positive64("clock");
        in.skip(4);
        return new MasterInfo(
                version, metaVersion, lastSaveSeconds, lastSaveMillis, lastSaveStatus, exportsChecksum, clockMicros);
    }
}
