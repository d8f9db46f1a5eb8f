package org.mfsha.agent.control;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mfsha.agent.control.ControlException.Kind;
import tools.jackson.jr.ob.JSON;

/** Gives commands to the daemon of this host. Thread-safe. */
public final class ControlClient {
    private static final System.Logger LOG = System.getLogger(ControlClient.class.getName());
    private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;

    private final Path path;
    private final Duration limit;

    /** @param limit how long the daemon may take to answer */
    public ControlClient(Path path, Duration limit) {
        this.path = path;
        this.limit = limit;
    }

    /**
     * Asks the daemon.
     *
     * @return what the verb returned
     * @throws ControlException if nobody answers, or the daemon cannot do it
     */
    public Object request(String verb, Map<String, ?> arguments) throws ControlException {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("verb", verb);
        request.putAll(arguments);
        Map<String, Object> answer = exchange(JSON.std.asString(request));
        if (Boolean.TRUE.equals(answer.get("ok")) && answer.containsKey("result")) {
            return answer.get("result");
        }
        throw new ControlException(Kind.REFUSED, String.valueOf(answer.get("error")));
    }

    private Map<String, Object> exchange(String request) throws ControlException {
        try (SocketChannel channel = connect()) {
            Thread watch = Thread.ofVirtual().start(() -> closeAfterLimit(channel));
            try {
                Lines.write(channel, request);
                return Lines.parseObject(Lines.read(channel, MAX_ANSWER_BYTES))
                        .orElseThrow(() -> new ProtocolException("no JSON object"));
            } finally {
                watch.interrupt();
            }
        } catch (AsynchronousCloseException e) {
            throw new ControlException(Kind.BROKEN, "the daemon did not answer within " + limit.toSeconds() + " s", e);
        } catch (IOException e) {
            String what = "the daemon's answer on " + path + " was cut off or damaged: " + e.getMessage();
            throw new ControlException(Kind.BROKEN, what, e);
        }
    }

    private SocketChannel connect() throws ControlException {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            String what = Files.exists(path)
                    ? "the mfsha daemon does not answer on " + path + " (" + e.getMessage()
                            + "); run this as root, and see whether 'mfsha run' is running"
                    : "there is no " + path + "; the mfsha daemon is not running on this host (or -c names another"
                            + " configuration), or this user may not look there: start it, or run this as root";
            throw new ControlException(Kind.UNREACHABLE, what, e);
        }
    }

    private void closeAfterLimit(SocketChannel channel) {
        try {
            Thread.sleep(limit);
            channel.close();
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.TRACE, "answered in time");
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing the control connection", e);
        }
    }
}
