package org.mfsha.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.lab.system.Await;
import org.mfsha.lab.system.HostProcess;
import org.mfsha.lab.system.Mounts;
import org.mfsha.lab.system.NetworkNamespace;

/** Labs without agents: what a lab is made of, its faults and its clean-up. */
@Tag("lab")
@RequiresLab
@Timeout(60)
class LabTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private final String name = TestLabs.freshName();
    private final String otherName = TestLabs.freshName();

    @TempDir
    private Path home;

    @AfterEach
    void removeLabs() throws IOException, InterruptedException {
        new Teardown(home, name).run();
        new Teardown(home, otherName).run();
    }

    @Test
    void whatOneClientWritesTheOtherOneReads() throws Exception {
        Lab lab = Lab.up(bare(name));

        Files.writeString(lab.mount("client1").resolve("greeting"), "hello");

        assertThat(lab.mount("client2").resolve("greeting")).hasContent("hello");
    }

    @Test
    void aCutHostKeepsItsCarrierButReachesNobodyUntilItIsHealed() throws Exception {
        Lab lab = Lab.up(clusterless(name));
        assertThat(arpAnswers(lab, "w1", "10.77.0.11")).isTrue();

        lab.cut("w1");
        assertThat(arpAnswers(lab, "w1", "10.77.0.11")).isFalse();
        assertThat(carrier(lab, "w1")).contains("LOWER_UP");
        assertThat(linked(lab, "w1")).isFalse();

        lab.heal("w1");
        assertThat(arpAnswers(lab, "w1", "10.77.0.11")).isTrue();
        assertThat(linked(lab, "w1")).isTrue();
    }

    @Test
    void anUnpluggedHostLosesItsCarrierUntilItIsHealed() throws Exception {
        Lab lab = Lab.up(clusterless(name));

        lab.unplug("w1");
        assertThat(carrier(lab, "w1")).doesNotContain("LOWER_UP");

        lab.heal("w1");
        assertThat(carrier(lab, "w1")).contains("LOWER_UP");
    }

    @Test
    void aFrozenMasterIsStoppedAndAThawedOneRuns() throws Exception {
        Lab lab = Lab.up(clusterless(name));

        assertThat(lab.freeze("m1", ProcessSelector.MFSMASTER)).isPositive();
        Await.until("stop", LIMIT, () -> masterStates(lab).stream().allMatch(state -> state == 'T'));

        lab.thaw("m1", ProcessSelector.MFSMASTER);
        Await.until("run", LIMIT, () -> masterStates(lab).stream().noneMatch(state -> state == 'T'));
    }

    @Test
    void aHostThatLostItsPowerComesBackWithItsFiles() throws Exception {
        Lab lab = Lab.up(bare(name));
        Path mount = lab.mount("client1");
        Files.createDirectory(mount.resolve("kept"));
        Path changelog = lab.host("m1").var("mfs").resolve("changelog.0.mfs");
        Await.until(
                "the changelog's line", LIMIT, () -> Files.readString(changelog).contains("kept"));

        lab.powerOff("m1");
        assertThat(lab.processes("m1", ProcessSelector.ALL)).isEmpty();
        assertThat(lab.host("m1").namespace().ip("addr")).doesNotContain(LabNetwork.SHARED_ADDRESS);

        lab.powerOn("m1");
        assertThat(mount.resolve("kept")).isDirectory();
    }

    @Test
    void twoLabsHaveTheirOwnFilesUnderTheSameAddresses() throws Exception {
        Lab lab = Lab.up(bare(name).withHosts(1, 0, 0, 1));
        Lab other = Lab.up(bare(otherName).withHosts(1, 0, 0, 1));

        Files.createDirectory(lab.mount("client1").resolve("mine"));

        assertThat(other.mount("client1")).isEmptyDirectory();
        other.remove();
        assertThat(lab.mount("client1").resolve("mine")).isDirectory();
    }

    @Test
    void nothingIsLeftOfALabThatWasRemoved() throws Exception {
        Lab lab = Lab.up(bare(name));
        List<Long> pids = lab.processes("m1", ProcessSelector.ALL).stream()
                .map(process -> process.pid())
                .toList();

        lab.remove();
        lab.remove();

        assertNothingLeft(name);
        assertThat(pids).isNotEmpty();
        Await.until(
                "the last process to vanish",
                LIMIT,
                () -> pids.stream().noneMatch(pid -> HostProcess.look(pid).isPresent()));
    }

    @Test
    void nothingIsLeftOfALabThatDidNotComeUp() throws Exception {
        LabSpec broken = bare(name).withMasterProgram(Path.of("/bin/false"));

        assertThatThrownBy(() -> Lab.up(broken))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("mfsmaster on m1 ended early");
        assertNothingLeft(name);
    }

    @Test
    void aSecondLabOfTheSameNameIsRefusedAndTheFirstOneLivesOn() throws Exception {
        Lab first = Lab.up(bare(name).withHosts(1, 0, 0, 1));

        assertThatThrownBy(() -> Lab.up(bare(name))).hasMessageContaining("already");
        assertThatThrownBy(() -> Lab.up(bare(name).at(home.resolve("elsewhere"))))
                .hasMessageContaining("already");
        assertThat(first.mount("client1")).isEmptyDirectory();
    }

    @Test
    void leftoversWithoutAnyDescriptionAreRemovedToo() throws Exception {
        Lab lab = Lab.up(bare(name).withHosts(1, 0, 0, 1));
        Files.delete(lab.spec().directory().resolve("lab.json"));

        new Teardown(home, name).run();

        assertNothingLeft(name);
    }

    @Test
    void aRemovedLabTakesNoFileOutsideWithItThroughALink() throws Exception {
        Lab lab = Lab.up(clusterless(name));
        Path outside = Files.createDirectory(home.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "data");
        Files.createSymbolicLink(lab.spec().directory().resolve("link"), outside);

        lab.remove();

        assertThat(outside.resolve("precious")).exists();
    }

    @Test
    void anUnknownHostIsNamedTogetherWithTheKnownOnes() throws Exception {
        Lab lab = Lab.up(clusterless(name));

        assertThatThrownBy(() -> lab.cut("m9")).hasMessageContaining("m9").hasMessageContaining("m1 w1");
    }

    private LabSpec bare(String lab) {
        return LabSpec.named(lab).at(home).asBare();
    }

    private LabSpec clusterless(String lab) {
        return bare(lab).withHosts(1, 1, 0, 0);
    }

    private void assertNothingLeft(String lab) throws IOException {
        assertThat(NetworkNamespace.startingWith(LabNames.namespacePrefix(lab))).isEmpty();
        assertThat(Mounts.under(home)).isEmpty();
        assertThat(home.resolve(lab)).doesNotExist();
        assertThat(LabNames.runDirectory(lab)).doesNotExist();
    }

    private static List<Character> masterStates(Lab lab) throws IOException {
        return lab.processes("m1", ProcessSelector.MFSMASTER).stream()
                .map(process -> process.state())
                .toList();
    }

    private static boolean linked(Lab lab, String host) throws Exception {
        return lab.status().stream().anyMatch(view -> view.host().name().equals(host) && view.linked());
    }

    private static String carrier(Lab lab, String host) throws Exception {
        return lab.host(host).namespace().ip("link", "show", "dev", LabNetwork.INTERFACE);
    }

    private static boolean arpAnswers(Lab lab, String from, String address) throws Exception {
        List<String> command = List.of("arping", "-c", "2", "-w", "1", "-I", LabNetwork.INTERFACE, address);
        Process arping = new ProcessBuilder(lab.host(from).namespace().inside(command))
                .redirectErrorStream(true)
                .start();
        String output = new String(arping.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(arping.waitFor(5, TimeUnit.SECONDS)).as(output).isTrue();
        return arping.exitValue() == 0;
    }
}
