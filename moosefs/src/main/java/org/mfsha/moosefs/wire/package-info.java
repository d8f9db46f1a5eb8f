/**
 * MooseFS's wire protocol, as far as failover needs it.
 *
 * <p>Every message is a packet: type, length, payload, all big endian ({@link
 * org.mfsha.moosefs.wire.Packet}, {@link org.mfsha.moosefs.wire.PacketChannel}). Whatever a peer
 * sends that does not fit is a {@link org.mfsha.moosefs.wire.ProtocolException} that says what and
 * where; a peer is never trusted with a length.
 *
 * <p>On the metalogger port, {@link org.mfsha.moosefs.wire.MetaloggerClient} receives every change
 * as it happens and {@link org.mfsha.moosefs.wire.BaseDownload} fetches a complete metadata file to
 * start from. On the client port, {@link org.mfsha.moosefs.wire.MasterProbe} asks whether the master
 * lives, how far it is and which chunkservers it has.
 *
 * <p>Facts are those of MooseFS 3.0.117: mfscommon/MFSCommunication.h, mfsmaster/matomlserv.c and
 * mfsmaster/matoclserv.c.
 */
package org.mfsha.moosefs.wire;
