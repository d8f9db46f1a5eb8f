package org.mfsha.linux.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZstdTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 128 * 1024, 128 * 1024 + 1, 3_000_000})
    void whatWasCompressedComesBack(int bytes) throws IOException {
        byte[] plain = changes(bytes);

        assertThat(decompressed(compressed(plain))).isEqualTo(plain);
    }

    @Test
    void bytesThatCannotBeCompressedComeBackToo() throws IOException {
        byte[] noise = new byte[1_000_000];
        new SplittableRandom(1).nextBytes(noise);

        assertThat(decompressed(compressed(noise))).isEqualTo(noise);
    }

    @Test
    void changesBecomeMuchSmaller() throws IOException {
        assertThat(compressed(changes(1_000_000)).length).isLessThan(300_000);
    }

    @Test
    void aFileThatEndsInTheMiddleIsAnError() throws IOException {
        byte[] compressed = compressed(changes(500_000));

        for (int cut : new int[] {1, 4, 5, compressed.length / 2, compressed.length - 5}) {
            byte[] half = Arrays.copyOf(compressed, compressed.length - cut);
            assertThatThrownBy(() -> decompressed(half)).as("%d bytes cut", cut).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aFlippedBitIsAnError() throws IOException {
        byte[] compressed = compressed(changes(100_000));

        for (int at = 0; at < compressed.length; at += compressed.length / 50) {
            byte[] damaged = compressed.clone();
            damaged[at] ^= 0x10;
            assertThatThrownBy(() -> decompressed(damaged)).as("byte %d", at).isInstanceOf(IOException.class);
        }
    }

    @Test
    void framesOneAfterTheOtherAreReadAsOneFile() throws IOException {
        var both = new ByteArrayOutputStream();
        both.write(compressed(changes(200_000)));
        both.write(compressed(new byte[] {1, 2, 3}));

        assertThat(decompressed(both.toByteArray())).hasSize(200_003).endsWith(1, 2, 3);
    }

    @Test
    void theProgramZstdReadsWhatWeWrite() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/zstd")), "zstd is not installed");
        byte[] plain = changes(3_000_000);
        Path file = Files.write(directory.resolve("file.zst"), compressed(plain));

        Process zstd = new ProcessBuilder("zstd", "-q", "-d", file.toString())
                .redirectErrorStream(true)
                .start();

        assertThat(zstd.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readAllBytes(directory.resolve("file"))).isEqualTo(plain);
    }

    private static byte[] changes(int bytes) {
        var random = new SplittableRandom(7);
        var text = new StringBuilder();
        for (int version = 1; text.length() < bytes; version++) {
            text.append(version)
                    .append(": ")
                    .append(1_790_000_000 + version / 100)
                    .append("|CREATE(")
                    .append(random.nextInt(1000))
                    .append(",file")
                    .append(random.nextInt(100_000))
                    .append(",1,420,0,1000,1000,0):")
                    .append(10_000 + version)
                    .append('\n');
        }
        return Arrays.copyOf(text.toString().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), bytes);
    }

    private static byte[] compressed(byte[] plain) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ZstdOutput(bytes)) {
            // In pieces of different sizes, as they come.
            for (int from = 0, piece = 1; from < plain.length; from += piece, piece = piece * 3 % 200_000 + 1) {
                out.write(plain, from, Math.min(piece, plain.length - from));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] decompressed(byte[] compressed) throws IOException {
        try (var in = new ZstdInput(new ByteArrayInputStream(compressed))) {
            return in.readAllBytes();
        }
    }
}
