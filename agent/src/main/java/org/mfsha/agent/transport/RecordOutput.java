package org.mfsha.agent.transport;

import java.io.IOException;
import java.io.OutputStream;

/** Sends what is written in DATA records of up to 16 KiB. Closing it sends what is left, not the END. */
final class RecordOutput extends OutputStream {
    private final SealedChannel channel;
    private final byte[] buffer = new byte[SealedChannel.MAX_CONTENT_BYTES];
    private int used;

    RecordOutput(SealedChannel channel) {
        this.channel = channel;
    }

    @Override
    public void write(int value) throws IOException {
        if (used == buffer.length) {
            send();
        }
        buffer[used++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (used == buffer.length) {
                send();
            }
            int count = Math.min(length - done, buffer.length - used);
            System.arraycopy(source, offset + done, buffer, used, count);
            used += count;
            done += count;
        }
    }

    @Override
    public void flush() throws IOException {
        send();
        channel.flush();
    }

    @Override
    public void close() throws IOException {
        flush();
    }

    private void send() throws IOException {
        if (used > 0) {
            channel.write(RecordType.DATA, buffer, 0, used);
            used = 0;
        }
    }
}
