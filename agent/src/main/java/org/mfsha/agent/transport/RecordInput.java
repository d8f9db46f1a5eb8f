package org.mfsha.agent.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/** The body in DATA records, up to END. An ERROR record becomes a {@link RemoteException}. */
final class RecordInput extends InputStream {
    private final SealedChannel channel;
    private final long maxBytes;
    private byte[] current = {};
    private int position;
    private long total;
    private boolean ended;

    RecordInput(SealedChannel channel, long maxBytes) {
        this.channel = channel;
        this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
        return fill() ? current[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean fill() throws IOException {
        while (position == current.length && !ended) {
            SealedChannel.Content content = channel.read();
            switch (content.type()) {
                case DATA -> take(content.bytes());
                case END -> ended = true;
                case ERROR -> throw new RemoteException(content.text());
                case READY, REQUEST -> throw new ProtocolException(content.type() + " inside a body");
            }
        }
        return position < current.length;
    }

    private void take(byte[] bytes) throws ProtocolException {
        total += bytes.length;
        if (total > maxBytes) {
            throw new ProtocolException("a body of more than " + maxBytes + " bytes");
        }
        current = bytes;
        position = 0;
    }
}
