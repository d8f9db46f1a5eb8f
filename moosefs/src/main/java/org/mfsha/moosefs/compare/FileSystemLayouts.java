package org.mfsha.moosefs.compare;

import java.io.IOException;
import java.util.List;
import org.mfsha.moosefs.files.MetadataException;

/** The sections of files and directories: NODE, EDGE, FREE, QUOT (filesystem.c), XATR (xattr.c), PACL (posixacl.c). */
final class FileSystemLayouts {
    /** Types of inodes (MFSCommunication.h, TYPE_FILE and the following). */
    private static final int FILE = 1;

    private static final int DIRECTORY = 2;
    private static final int SYMLINK = 3;
    private static final int FIFO = 4;
    private static final int BLOCK_DEVICE = 5;
    private static final int CHARACTER_DEVICE = 6;
    private static final int SOCKET = 7;
    private static final int TRASH = 8;
    private static final int SUSTAINED = 9;

    private FileSystemLayouts() {}

    static List<Layout> all() {
        return List.of(
                Layout.of("NODE", 0x14, FileSystemLayouts::nodeHead, FileSystemLayouts::node),
                Layout.of("EDGE", 0x11, FileSystemLayouts::edgeHead, FileSystemLayouts::edge),
                Layout.of("FREE", 0x10, in -> in.number("free inodes", 4), FileSystemLayouts::free),
                Layout.of("QUOT", 0x11, in -> in.number("quotas", 4), FileSystemLayouts::quota),
                Layout.of("XATR", 0x10, _ -> Layout.UNTIL_MARK, FileSystemLayouts::attribute),
                Layout.of("PACL", 0x11, _ -> Layout.UNTIL_MARK, FileSystemLayouts::accessList));
    }

    private static long nodeHead(Fields in) throws IOException {
        in.number("greatest inode", 4);
        in.number("inodes", 4);
        return Layout.UNTIL_MARK;
    }

    private static boolean node(Fields in) throws IOException {
        int type = (int) in.number("type", 1);
        if (type == 0) {
            return false;
        }
        in.key("inode", 4);
        in.number("storage class", 1);
        in.number("extra attributes", 1);
        in.number("windows attributes", 1);
        in.octal("mode");
        in.number("uid", 4);
        in.number("gid", 4);
        in.time("atime");
        in.time("mtime");
        in.time("ctime");
        in.number("trash time", 2);
        switch (type) {
            case DIRECTORY, FIFO, SOCKET -> {}
            case BLOCK_DEVICE, CHARACTER_DEVICE -> in.number("device", 4);
            case SYMLINK -> in.text("target", in.number("length", 4));
            case FILE, TRASH, SUSTAINED -> {
                in.number("length", 8);
                in.raw("chunks", 8 * in.number("number of chunks", 4));
            }
            default -> throw new MetadataException("an inode of unknown type " + type);
        }
        return true;
    }

    private static long edgeHead(Fields in) throws IOException {
        in.number("next edge", 8);
        return Layout.UNTIL_MARK;
    }

    /** A name in a directory; parent 0 is the trash and what is deleted but open. */
    private static boolean edge(Fields in) throws IOException {
        in.key("in directory", 4);
        long inode = in.key("inode", 4);
        in.number("edge", 8);
        in.text("name", in.number("name's length", 2));
        return inode != 0;
    }

    private static boolean free(Fields in) throws IOException {
        in.key("free inode", 4);
        in.time("free since");
        return true;
    }

    private static boolean quota(Fields in) throws IOException {
        in.key("inode", 4);
        in.number("grace period", 4);
        in.number("exceeded", 1);
        in.number("flags", 1);
        in.time("soft limit reached");
        in.number("inodes (soft)", 4);
        in.number("inodes (hard)", 4);
        in.number("length (soft)", 8);
        in.number("length (hard)", 8);
        in.number("size (soft)", 8);
        in.number("size (hard)", 8);
        in.number("real size (soft)", 8);
        in.number("real size (hard)", 8);
        return true;
    }

    private static boolean attribute(Fields in) throws IOException {
        long inode = in.key("inode", 4);
        long nameLength = in.number("name's length", 1);
        long valueLength = in.number("value's length", 4);
        in.keyText("attribute", nameLength);
        in.raw("value", valueLength);
        return inode != 0;
    }

    private static boolean accessList(Fields in) throws IOException {
        long inode = in.key("inode", 4);
        in.key("kind", 1);
        in.octal("owner");
        in.octal("group");
        in.octal("others");
        in.octal("mask");
        long named = in.number("named users", 2) + in.number("named groups", 2);
        in.raw("entries", 6 * named);
        return inode != 0;
    }
}
