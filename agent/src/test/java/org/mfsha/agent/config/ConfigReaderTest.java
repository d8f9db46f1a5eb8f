package org.mfsha.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigReaderTest {
    private static final String GOOD = """
            NODE_NAME = m1
            CANDIDATES = m1@10.77.0.11, m2@10.77.0.12
            WITNESSES = w1@10.77.0.21
            SHARED_ADDRESS = 10.77.0.100/24
            """;

    @TempDir
    private Path directory;

    private final FakeHost host = new FakeHost();

    private Config read(String text) throws IOException, ConfigException {
        return new ConfigReader(host).read(write(text));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("mfsha.cfg"), text);
    }

    private List<String> problems(String text) throws IOException {
        try {
            Config config = read(text);
            throw new AssertionError("no problem found in " + config);
        } catch (ConfigException e) {
            return e.problems().stream()
                    .map(problem -> problem.line() + ": " + problem.what() + "; " + problem.fix())
                    .toList();
        }
    }

    @Test
    void theDefaultsAreTheseAndNoOthers() throws Exception {
        Config config = read(GOOD);
        assertThat(config.timing()).isEqualTo(new TimingConfig(500, 100, 500, 50));
        assertThat(config.master())
                .isEqualTo(new MasterConfig(
                        Path.of("/usr/sbin/mfsmaster"),
                        Path.of("/etc/mfs/mfsmaster.cfg"),
                        Path.of("/var/lib/mfs"),
                        3000,
                        5000,
                        4000,
                        24,
                        24,
                        60));
        assertThat(config.local())
                .isEqualTo(new LocalConfig(
                        Path.of("/etc/mfs/mfsha.key"),
                        Path.of("/var/lib/mfsha"),
                        Path.of("/var/lib/mfsha/control.sock"),
                        Path.of("/usr/lib/mfsha/mfsha-guard")));
        assertThat(config.archive()).isEqualTo(new ArchiveConfig(30, 20L << 30, 24, 60));
        assertThat(config.cluster().agentPort()).isEqualTo(9430);
        assertThat(config.cluster().election()).isEqualTo(ElectionMode.MAJORITY);
    }

    @Test
    void theArchivesLimitsAreReadInMooseFsDialect() throws Exception {
        Config config = read(GOOD + """
                ARCHIVE_KEEP_DAYS = 90
                ARCHIVE_MAX_SIZE = 1.5TB
                ARCHIVE_BASE_HOURS = 12
                ARCHIVE_SEGMENT_MINUTES = 5
                """);

        assertThat(config.archive()).isEqualTo(new ArchiveConfig(90, 1_500_000_000_000L, 12, 5));
    }

    @Test
    void theArchivesLimitsAreCheckedWithAllTheOthers() throws Exception {
        assertThat(problems(GOOD + """
                        ARCHIVE_KEEP_DAYS = 0
                        ARCHIVE_MAX_SIZE = 1MiB
                        ARCHIVE_BASE_HOURS = daily
                        """))
                .containsExactly(
                        "5: ARCHIVE_KEEP_DAYS = 0 is not a number from 1 to 36500; the default is 30",
                        "6: ARCHIVE_MAX_SIZE = 1MiB is not a size of at least 64.0 MiB; write for example 20GiB, the"
                                + " default",
                        "7: ARCHIVE_BASE_HOURS = daily is not a number from 1 to 8760; the default is 24");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "4096,4096",
        "1k,1000",
        "1kB,1000",
        "1KiB,1024",
        "256MiB,268435456",
        "1.5GiB,1610612736",
        "2 TB,2000000000000",
        "1EiB,1152921504606846976"
    })
    void aSizeHasTheUnitsOfMooseFsOwnFiles(String text, long bytes) {
        assertThat(ByteSize.parse(text)).contains(bytes);
    }

    @ParameterizedTest
    @CsvSource({"many", "-1", "1.5.5", "10 apples", "1XiB", "16EiB", "MiB", "''"})
    void whatIsNoSizeIsNotTakenForOne(String text) {
        assertThat(ByteSize.parse(text)).isEmpty();
    }

    @Test
    void whatARestoreNeedsIsReadAlthoughTheRestIsWrong() throws Exception {
        Path file = write("NONSENSE\nDATA_PATH = /srv/mfsha\nMASTER_CFG = /srv/mfsmaster.cfg\nLEASE_MILLIS = x\n");

        assertThat(new ConfigReader(host).readMasterFiles(file))
                .isEqualTo(new MasterFiles(
                        Path.of("/srv/mfsha"), Path.of("/usr/sbin/mfsmaster"), Path.of("/srv/mfsmaster.cfg")));
        assertThat(new ConfigReader(host).defaultMasterFiles())
                .isEqualTo(new MasterFiles(
                        Path.of("/var/lib/mfsha"), Path.of("/usr/sbin/mfsmaster"), Path.of("/etc/mfs/mfsmaster.cfg")));
    }

    @Test
    void aGoodFileHasNoWarnings() throws Exception {
        assertThat(read(GOOD).warnings()).isEmpty();
    }

    @Test
    void theOrderOfTheFileIsThePriority() throws Exception {
        ClusterConfig cluster = read(GOOD).cluster();
        assertThat(cluster.nodes()).extracting(Node::name).containsExactly("m1", "m2", "w1");
        assertThat(cluster.peers()).extracting(Node::name).containsExactly("m2", "w1");
        assertThat(cluster.majority()).isEqualTo(2);
    }

    @Test
    void theInterfaceIsTheOneThatHasTheNodesAddress() throws Exception {
        assertThat(read(GOOD).address().orElseThrow())
                .extracting(AddressConfig::interfaceName, AddressConfig::cidr)
                .containsExactly("eth0", "10.77.0.100/24");
    }

    @Test
    void aWitnessNeedsNoMasterAndNoAddress() throws Exception {
        host.addresses.add(FakeHost.assigned("eth0", "10.77.0.21", 24));
        host.missing.add(Path.of("/usr/sbin/mfsmaster"));
        host.missing.add(Path.of("/etc/mfs/mfsmaster.cfg"));
        host.missing.add(Path.of("/usr/lib/mfsha/mfsha-guard"));
        String text = GOOD.replace("= m1\n", "= w1\n").replace("SHARED_ADDRESS = 10.77.0.100/24\n", "");
        assertThat(read(text).address()).isEmpty();
    }

    @Test
    void allProblemsAreReportedAtOnceWithTheirLines() throws Exception {
        assertThat(problems(GOOD + "LEASE_MILIS = 400\nnonsense\nRENEW_MILLIS = fast\nAGENT_PORT = 70000\n"))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("5: unknown key LEASE_MILIS")
                                .contains("did you mean LEASE_MILLIS?"),
                        second -> assertThat(second).startsWith("6: not a definition: nonsense"),
                        third -> assertThat(third).startsWith("7: RENEW_MILLIS = fast is not a number"),
                        fourth ->
                                assertThat(fourth).startsWith("8: AGENT_PORT = 70000 is not a number from 1 to 65535"));
    }

    @Test
    void anExternalElectorIsAChoice() throws Exception {
        String alone = GOOD.replaceFirst("WITNESSES = .*\\n", "");
        Config config = read(alone + "ELECTION = external\nSETTLE_MILLIS = 300\n");
        assertThat(config.cluster().isExternal()).isTrue();
        assertThat(config.cluster().settleMillis()).isEqualTo(300);
        assertThat(read(GOOD + "ELECTION = internal\n").cluster().isExternal()).isFalse();
    }

    @Test
    void whatContradictsTheWayToElectIsReported() throws Exception {
        assertThat(problems(GOOD + "SETTLE_MILLIS = 300\n"))
                .singleElement()
                .asString()
                .contains("SETTLE_MILLIS is given, but mfsha elects the leader itself");
        assertThat(problems(GOOD + "ELECTION = external\n"))
                .singleElement()
                .asString()
                .contains("a witness has no vote");
    }

    @Test
    void theMessageNamesFileLineFaultAndCure() throws Exception {
        Path file = write(GOOD + "ELECTION = dice\n");
        assertThatThrownBy(() -> new ConfigReader(host).read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        file + ":5: ELECTION = dice is unknown; write internal (the agents vote) or external (ucarp,"
                                + " keepalived or Pacemaker decide)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            LEASE_MILLIS = 299                              | RENEW_MILLIS = 100 is more than a third
            DETECTION_MILLIS = 499                          | DETECTION_MILLIS = 499 is less than LEASE_MILLIS
            DRIFT_MARGIN_MILLIS = 251                       | more than half of LEASE_MILLIS
            DATA_PATH = var/lib                             | is not an absolute path
            DATA_PATH = /var/lib/mfs/ha                     | overlap
            CONTROL_SOCKET = /a/b/../../control.sock/%s     | the kernel allows 107
            INTERFACE = eth7                                | this host has no interface eth7
            INTERFACE = eth1                                | outside the network of eth1 (10.88.0.1/24)
            IMAGE_MAX_AGE_HOURS = 121                       | is not a number from 1 to 120
            NODE_NAME = m2                                  | given again, it was given on line 1
            """)
    void anImpossibleSettingIsAnError(String line, String expected) throws Exception {
        assertThat(problems(GOOD + line.formatted("x".repeat(100)) + "\n"))
                .anyMatch(problem -> problem.contains(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            m2@10.77.0.12   | m1@10.77.0.12     | the name m1 is used twice
            m2@10.77.0.12   | m2@10.77.0.11     | has the same address as m1
            m2@10.77.0.12   | m2@host.example   | is not NAME@ADDRESS
            m2@10.77.0.12   | m2@10.77.0.256    | is not NAME@ADDRESS
            m2@10.77.0.12   | m 2@10.77.0.12    | cannot be a node's name
            m1@10.77.0.11,  | x@10.77.0.11,     | NODE_NAME = m1 is neither in CANDIDATES nor in WITNESSES
            10.77.0.100/24  | 10.77.0.12/24     | SHARED_ADDRESS is m2's own address
            10.77.0.100/24  | 10.77.0.100       | is not ADDRESS/PREFIX
            10.77.0.100/24  | 10.77.0.100/33    | is not ADDRESS/PREFIX
            10.77.0.100/24  | 10.78.0.100/24    | outside the network of eth0 (10.77.0.11/24)
            """)
    void aBadMemberOrAddressIsAnError(String good, String bad, String expected) throws Exception {
        assertThat(problems(GOOD.replace(good, bad))).anyMatch(problem -> problem.contains(expected));
    }

    @Test
    void missingFilesAreErrorsThatSayWhatToDo() throws Exception {
        host.missing.add(Path.of("/usr/sbin/mfsmaster"));
        host.missing.add(Path.of("/etc/mfs/mfsha.key"));
        assertThat(problems(GOOD))
                .anyMatch(problem -> problem.contains("install moosefs-master"))
                .anyMatch(problem -> problem.contains("mfsha keygen /etc/mfs/mfsha.key"));
    }

    @Test
    void aKeyThatOthersMayReadIsAnError() throws Exception {
        host.keyOpenToOthers = true;
        assertThat(problems(GOOD)).singleElement().asString().contains("chmod 600 /etc/mfs/mfsha.key");
    }

    @Test
    void twoVotersAreWarnedAbout() throws Exception {
        assertThat(read(GOOD.replace("WITNESSES = w1@10.77.0.21\n", "")).warnings())
                .singleElement()
                .extracting(Problem::what)
                .asString()
                .contains("no failure is survived");
    }

    @Test
    void anEvenNumberOfVotersIsWarnedAbout() throws Exception {
        assertThat(read(GOOD.replace("w1@10.77.0.21", "w1@10.77.0.21, w2@10.77.0.22"))
                        .warnings())
                .singleElement()
                .extracting(Problem::what)
                .asString()
                .contains("4 voters survive no more failures than 3");
    }

    @Test
    void commandsFindTheSocketInAFileThatIsWrongElsewhere() throws Exception {
        Path file = write("CONTROL_SOCKET = /run/mfsha.sock\nLEASE = 1\nNODE_NAME = nobody\n");
        assertThat(new ConfigReader(host).readControlSocket(file)).isEqualTo(Path.of("/run/mfsha.sock"));
    }

    @Test
    void aMissingFileSaysWhereAnExampleIs() {
        assertThatThrownBy(() -> new ConfigReader(host).read(directory.resolve("none")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("there is no such file; copy mfsha.cfg.dist");
    }

    @Test
    void commentsBlanksAndCarriageReturnsAreReadAsMooseFsDoes() throws Exception {
        assertThat(read("# comment\r\n\r\n\t" + GOOD.replace("\n", " \r\n").replace(" = ", "\t="))
                        .cluster()
                        .self()
                        .name())
                .isEqualTo("m1");
    }

    @Test
    void anyTextIsEitherReadOrRefusedWithReasons() throws Exception {
        long seed = 20_260_101;
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder(GOOD);
            for (int change = 0; change < 5; change++) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(1, 300));
            }
            try {
                assertThat(read(text.toString()).cluster().self().name()).isNotEmpty();
            } catch (ConfigException e) {
                assertThat(e.problems())
                        .as("seed %d round %d: %s", seed, round, text)
                        .isNotEmpty();
            }
        }
    }

    @Test
    void theExampleFileShowsEveryKeyWithItsDefault() throws Exception {
        String example = Files.readString(Path.of(System.getProperty("mfsha.root"), "packaging/mfsha.cfg.dist"));
        assertThat(Stream.of(Key.values()).map(Key::name))
                .allSatisfy(key -> assertThat(example).contains("\n# " + key + " = "));
        for (Key key : Key.values()) {
            key.defaultText().ifPresent(text -> assertThat(example).contains("\n# " + key + " = " + text + "\n"));
        }
    }
}
