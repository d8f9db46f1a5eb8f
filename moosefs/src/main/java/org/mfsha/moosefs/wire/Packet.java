package org.mfsha.moosefs.wire;

/**
 * One message: a type and its payload (MFSCommunication.h, 3.0.117). The payload is not copied; do
 * not change it afterwards.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy per change line would cost
public record Packet(int type, byte[] payload) {
    /** {@code ANTOAN_NOP}: says only that the sender lives. */
    public static final int NOP = 0;

    /** {@code ANTOAN_UNKNOWN_COMMAND}: the peer did not know our request. */
    public static final int UNKNOWN_COMMAND = 1;

    /** {@code ANTOAN_BAD_COMMAND_SIZE}: our request had a length that the peer did not accept. */
    public static final int BAD_COMMAND_SIZE = 2;

    /** {@code ANTOAN_GET_VERSION}: {@code msgid:32}; answered on every port in order. */
    public static final int GET_VERSION = 10;

    /** {@code ANTOAN_VERSION}: {@code msgid:32 version:32 text}. */
    public static final int VERSION = 11;

    /** {@code ANTOMA_REGISTER}: a metalogger presents itself. */
    public static final int REGISTER = 50;

    /** {@code MATOAN_METACHANGES_LOG}: one change, or the news that the changelog was rotated. */
    public static final int METACHANGES_LOG = 51;

    /** {@code ANTOMA_DOWNLOAD_START}: {@code file:8}. */
    public static final int DOWNLOAD_START = 60;

    /** {@code MATOAN_DOWNLOAD_INFO}: {@code size:64}, or one byte: refused. */
    public static final int DOWNLOAD_INFO = 61;

    /** {@code ANTOMA_DOWNLOAD_REQUEST}: {@code offset:64 length:32}. */
    public static final int DOWNLOAD_REQUEST = 62;

    /** {@code MATOAN_DOWNLOAD_DATA}: {@code offset:64 length:32 crc:32 data}. */
    public static final int DOWNLOAD_DATA = 63;

    /** {@code ANTOMA_DOWNLOAD_END}: the file may be closed. */
    public static final int DOWNLOAD_END = 64;

    /** {@code CLTOMA_CSERV_LIST}: asks for the chunkservers. */
    public static final int CSERV_LIST = 500;

    /** {@code MATOCL_CSERV_LIST}: 69 bytes for each chunkserver (csdb.c). */
    public static final int CSERV_LIST_REPLY = 501;

    /** {@code CLTOMA_SESSION_LIST}: {@code mode:8}. */
    public static final int SESSION_LIST = 508;

    /** {@code MATOCL_SESSION_LIST}: the number of counters, then one record a session. */
    public static final int SESSION_LIST_REPLY = 509;

    /** {@code CLTOMA_INFO}: asks for totals and the metadata version. */
    public static final int INFO = 510;

    /** {@code MATOCL_INFO}: 149 bytes. */
    public static final int INFO_REPLY = 511;

    /** {@code CLTOMA_CHUNKS_MATRIX}: an empty request asks for everything. */
    public static final int CHUNKS_MATRIX = 516;

    /** {@code MATOCL_CHUNKS_MATRIX}: a byte of progress flags, then two tables. */
    public static final int CHUNKS_MATRIX_REPLY = 517;

    /** A packet without payload. */
    public static Packet empty(int type) {
        return new Packet(type, new byte[0]);
    }

    @Override
    public String toString() {
        return "packet type " + type + " of " + payload.length + " bytes";
    }
}
