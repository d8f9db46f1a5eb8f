package org.mfsha.agent.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.agent.peer.LineageCodec;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;
import org.mfsha.moosefs.files.Journal;
import org.mfsha.moosefs.files.LogLine;

/** The two ends of "give me changes from a version on", over streams in memory. */
final class ChangesExchangeTest {
    private static final NodeId PEER = new NodeId("peer");
    private static final Lineage LINEAGE =
            new Lineage(List.of(new EpochRecord(4, PEER, 10, EpochRecord.Reason.LEASE_LOST)));

    @TempDir
    private Path directory;

    private Journal journal;
    private ChangesService service;

    @BeforeEach
    void hold() throws IOException {
        journal = Journal.open(directory.resolve("journal"), 10);
        for (long version = 10; version < 20; version++) {
            journal.append(new LogLine(version, "1|CREATE(1,\u00e4\u00ff,f," + version + ")"));
        }
        service = new ChangesService(() -> new HeldChanges(LINEAGE, true, List.of(journal)));
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    @Test
    void changesArriveByteForByteWithTheirHistory() throws IOException {
        PeerChanges.Answer answer = asking(service).from(PEER, 15);

        assertThat(answer.lineage()).isEqualTo(LINEAGE);
        assertThat(answer.lines()).isEqualTo(journal.read(15, 1_000_000));
    }

    @Test
    void anAnswerTellsWhetherTheNodeServes() throws IOException {
        var standby = new ChangesService(() -> new HeldChanges(LINEAGE, false, List.of(journal)));

        assertThat(asking(service).from(PEER, 15).serves(4)).isTrue();
        assertThat(asking(service).from(PEER, 15).serves(5)).isFalse();
        assertThat(asking(standby).from(PEER, 15).serves(4)).isFalse();
    }

    @Test
    void aLeaderThatWasOnlyRenumberedStillServesTheLogOfItsFirstNumber() throws IOException {
        Lineage renumbered =
                LINEAGE.followedBy(new EpochRecord(5, PEER, EpochRecord.SAME_LOG, EpochRecord.Reason.RENUMBERED));
        asking(serving(renumbered)).requireLogOf(PEER, 4);
        asking(serving(renumbered)).requireLogOf(PEER, 5);
    }

    @Test
    void aLeaderThatBeganAnotherLogDoesNotServeTheOldOne() {
        Lineage later = LINEAGE.followedBy(new EpochRecord(5, PEER, 18, EpochRecord.Reason.LEASE_LOST));
        assertThatThrownBy(() -> asking(serving(later)).requireLogOf(PEER, 4))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not serve in epoch 4");
        assertThatThrownBy(() -> asking(serving(LINEAGE)).requireLogOf(PEER, 5)).isInstanceOf(IOException.class);
    }

    private ChangesService serving(Lineage lineage) {
        return new ChangesService(() -> new HeldChanges(lineage, true, List.of(journal)));
    }

    @Test
    void whoHasNoneOfThemSaysSo() throws IOException {
        assertThat(asking(service).from(PEER, 20).lines()).isEmpty();
        assertThat(asking(service).from(PEER, 9).lines()).isEmpty();
    }

    @Test
    void theLongestChangeArrives() throws IOException {
        journal.append(new LogLine(20, "x".repeat(LogLine.MAX_TEXT_CHARS)));

        assertThat(asking(service).from(PEER, 20).lines()).hasSize(1);
    }

    @Test
    void aRequestWithoutAVersionIsAnInputError() {
        assertThatThrownBy(() -> service.answer(new ByteArrayInputStream(new byte[7]), new ByteArrayOutputStream()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anAnswerCutAnywhereIsRefused() throws IOException {
        byte[] whole = answerFrom(15);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> answering(cut).from(PEER, 15))
                    .as("%d bytes", length)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aChangedAnswerIsUsedOrRefusedButBreaksNothing() throws IOException {
        byte[] whole = answerFrom(10);
        var random = new Random(1);
        for (int round = 0; round < 3_000; round++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            try {
                answering(changed).from(PEER, 10);
            } catch (IOException _) {
                // The only exception a caller expects.
            }
        }
    }

    @Test
    void anAnswerThatClaimsTooManyChangesIsRefusedAtOnce() throws IOException {
        assertRefused(hostile(Integer.MAX_VALUE), "claims to send");
        assertRefused(hostile(-1), "claims to send");
    }

    @Test
    void aChangeThatClaimsToBeEndlessIsRefusedBeforeItIsRead() throws IOException {
        assertRefused(hostile(1, Integer.MAX_VALUE), "bytes");
        assertRefused(hostile(1, 0), "bytes");
        assertRefused(hostile(1, -5), "bytes");
    }

    @Test
    void aChangeWithoutItsEndIsRefusedInsteadOfLosingACharacter() throws IOException {
        byte[] line = "10: 1|LENGTH(5,100)".getBytes(StandardCharsets.US_ASCII);

        assertRefused(hostileLine(line), "without an end");
    }

    @Test
    void twoLinesInOneChangeAreRefused() throws IOException {
        assertRefused(hostileLine("10: 1|X()\n11: 1|Y()\n".getBytes(StandardCharsets.US_ASCII)), "control character");
    }

    @Test
    void anImpossibleHistoryIsRefused() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeByte(1);
        out.writeLong(-1);
        out.writeUTF("a");
        out.writeLong(1);
        out.writeByte(1);

        assertRefused(bytes, "impossible lineage");
    }

    @Test
    void theAnswerIsClosedWhetherItIsGoodOrNot() throws IOException {
        var closed = new AtomicInteger();
        for (byte[] answer : List.of(answerFrom(10), new byte[3])) {
            try {
                new PeerChanges((_, _, _) -> new FilterInputStream(new ByteArrayInputStream(answer)) {
                            @Override
                            public void close() throws IOException {
                                closed.incrementAndGet();
                                super.close();
                            }
                        })
                        .from(PEER, 10);
            } catch (IOException _) {
                // The second answer is no answer.
            }
        }

        assertThat(closed).hasValue(2);
    }

    private static void assertRefused(ByteArrayOutputStream answer, String why) {
        assertThatThrownBy(() -> answering(answer.toByteArray()).from(PEER, 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
    }

    private static ByteArrayOutputStream hostile(int... numbers) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        LineageCodec.write(out, LINEAGE);
        out.writeBoolean(true);
        for (int number : numbers) {
            out.writeInt(number);
        }
        return bytes;
    }

    private static ByteArrayOutputStream hostileLine(byte[] line) throws IOException {
        ByteArrayOutputStream bytes = hostile(1, line.length);
        bytes.write(line);
        return bytes;
    }

    private byte[] answerFrom(long version) throws IOException {
        try (InputStream answer = answer(service, bytesOf(version))) {
            return answer.readAllBytes();
        }
    }

    private static byte[] bytesOf(long version) {
        return java.nio.ByteBuffer.allocate(Long.BYTES).putLong(version).array();
    }

    private static PeerChanges asking(ChangesService service) {
        return new PeerChanges((node, name, body) -> {
            assertThat(node).isEqualTo(PEER);
            assertThat(name).isEqualTo(ChangesService.REQUEST);
            return answer(service, body);
        });
    }

    private static PeerChanges answering(byte[] answer) {
        return new PeerChanges((_, _, _) -> new ByteArrayInputStream(answer));
    }

    private static InputStream answer(ChangesService service, byte[] body) throws IOException {
        var response = new ByteArrayOutputStream();
        service.answer(new ByteArrayInputStream(body), response);
        return new ByteArrayInputStream(response.toByteArray());
    }
}
