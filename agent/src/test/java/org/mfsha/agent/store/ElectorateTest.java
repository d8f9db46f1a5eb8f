package org.mfsha.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ElectorateTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "a b c,     a b c,     true",
        "a b c,     a b c d,   true",
        "a b c d,   a b c,     true",
        "a b c,     a b,       true",
        "a b c d e, a b c d,   true",
        "a b c,     a b c d e, false",
        "a b c,     a b d,     false",
        "a b c,     a,         false",
        "a b c,     d e f,     false",
    })
    void majoritiesOverlapWhenNoTwoOfThemCanMissEachOther(String left, String right, boolean overlap) {
        assertThat(electorate(left, 500).overlaps(electorate(right, 500))).isEqualTo(overlap);
        assertThat(electorate(right, 500).overlaps(electorate(left, 500))).isEqualTo(overlap);
    }

    @Test
    void equalRulesHaveEqualFingerprintsInWhateverOrderTheVotersAreWritten() {
        long fingerprint = electorate("a b c", 500).fingerprint();

        assertThat(electorate("c a b", 500).fingerprint()).isEqualTo(fingerprint);
        assertThat(electorate("a b c", 501).fingerprint()).isNotEqualTo(fingerprint);
        assertThat(electorate("a b d", 500).fingerprint()).isNotEqualTo(fingerprint);
        assertThat(electorate("a b", 500).fingerprint()).isNotEqualTo(fingerprint);
    }

    @Test
    void whatWasSavedIsThereAfterARestart() throws IOException {
        var file = new ElectorateFile(directory.resolve("electorate"));
        assertThat(file.load()).isEmpty();
        file.save(electorate("a b c", 600_000));

        assertThat(new ElectorateFile(file.path()).load()).contains(electorate("a b c", 600_000));
    }

    @Test
    void aDamagedFileIsAnError() throws IOException {
        var file = new ElectorateFile(directory.resolve("electorate"));
        file.save(electorate("a b c", 500));
        Files.writeString(file.path(), Files.readString(file.path()).replace("lease 500", "lease 600"));

        assertThatThrownBy(file::load).isInstanceOf(IOException.class).hasMessageContaining("damaged");
    }

    private static Electorate electorate(String voters, long leaseMillis) {
        return new Electorate(List.of(voters.split(" ")), leaseMillis);
    }
}
