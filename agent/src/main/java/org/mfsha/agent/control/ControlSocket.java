package org.mfsha.agent.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** Binding of the socket file, and who may use it. */
final class ControlSocket {
    private static final int BACKLOG = 16;

    private ControlSocket() {}

    /** Binds with mode 0600. A socket file that nobody answers on is replaced; anything else there is an error. */
    static ServerSocketChannel bind(Path path) throws IOException {
        removeStale(path);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw new IOException("cannot listen on " + path + ": " + e.getMessage(), e);
        }
    }

    private static void removeStale(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException(path + " exists and is no socket; set another CONTROL_SOCKET");
        }
        if (answers(path)) {
            throw new IOException("another mfsha answers on " + path + "; stop it first");
        }
        Files.delete(path);
    }

    private static boolean answers(Path path) {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return probe.isConnected();
        } catch (IOException e) {
            // Refused: the file is left over from a process that is gone.
            return false;
        }
    }

    /**
     * Whether the other side is root or this process's user. The file's mode says the same, but only after bind; this
     * covers the moment between.
     */
    static boolean mayAsk(SocketChannel peer) throws IOException {
        UnixDomainPrincipal principal = peer.getOption(ExtendedSocketOptions.SO_PEERCRED);
        String user = principal.user().getName();
        return user.equals("root") || user.equals(System.getProperty("user.name"));
    }
}
