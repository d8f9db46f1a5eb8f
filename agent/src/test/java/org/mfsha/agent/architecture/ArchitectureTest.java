package org.mfsha.agent.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mfsha.agent.Main;
import org.mfsha.agent.control.ControlClient;
import org.mfsha.agent.daemon.DaemonProcess;

/** The arrows between packages, as the packages' own texts draw them. */
final class ArchitectureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.mfsha");

    @Test
    void everyModuleIsLookedAt() {
        assertThat(ALL.stream().map(one -> one.getPackageName().split("\\.", -1)[2]))
                .contains("core", "moosefs", "linux", "agent");
    }

    @Test
    void noPackagesOfTheAgentDependOnEachOtherInACircle() {
        slices().matching("org.mfsha.agent.(*)..").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void noPackagesOfTheLibrariesDependOnEachOtherInACircle() {
        slices().matching("org.mfsha.moosefs.(*)..").should().beFreeOfCycles().check(ALL);
        slices().matching("org.mfsha.linux.(*)..").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void modulesKnowOnlyWhatLiesBelow() {
        for (String module : new String[] {"core", "moosefs", "linux"}) {
            noClasses()
                    .that()
                    .resideInAPackage("org.mfsha." + module + "..")
                    .should()
                    .dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                            "are mfsha's, but not of " + module,
                            other -> other.getPackageName().startsWith("org.mfsha.")
                                    && !other.getPackageName().startsWith("org.mfsha." + module)))
                    .check(ALL);
        }
    }

    @Test
    void theCoreNeedsNothingButValues() {
        noClasses()
                .that()
                .resideInAPackage("org.mfsha.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.time..", "java.util.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(ALL);
    }

    @Test
    void dataFlowsFromBelowToTheDaemon() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("org.mfsha.agent..")
                .layer("main")
                .definedBy("org.mfsha.agent")
                .layer("daemon")
                .definedBy("org.mfsha.agent.daemon")
                .layer("commands")
                .definedBy("org.mfsha.agent.cli")
                .layer("replica")
                .definedBy("org.mfsha.agent.replica")
                .layer("verify")
                .definedBy("org.mfsha.agent.verify")
                .layer("archive")
                .definedBy("org.mfsha.agent.archive..")
                .layer("takeover")
                .definedBy("org.mfsha.agent.takeover")
                .layer("standby")
                .definedBy("org.mfsha.agent.standby")
                .layer("address")
                .definedBy("org.mfsha.agent.address")
                .layer("master")
                .definedBy("org.mfsha.agent.master")
                .layer("store")
                .definedBy("org.mfsha.agent.store")
                .layer("peer")
                .definedBy("org.mfsha.agent.peer")
                .whereLayer("main")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("daemon")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("replica")
                .mayOnlyBeAccessedByLayers("daemon")
                .whereLayer("verify")
                .mayOnlyBeAccessedByLayers("replica", "daemon")
                .whereLayer("archive")
                .mayOnlyBeAccessedByLayers("replica", "daemon", "commands")
                .whereLayer("takeover")
                .mayOnlyBeAccessedByLayers("replica", "daemon")
                .whereLayer("standby")
                .mayOnlyBeAccessedByLayers("takeover", "replica")
                .whereLayer("address")
                .mayOnlyBeAccessedByLayers("takeover", "replica", "daemon")
                .whereLayer("master")
                .mayOnlyBeAccessedByLayers("standby", "takeover", "verify", "archive", "replica", "daemon")
                .whereLayer("store")
                .mayOnlyBeAccessedByLayers("master", "standby", "takeover", "verify", "archive", "replica", "daemon")
                .whereLayer("peer")
                .mayOnlyBeAccessedByLayers("address", "takeover", "replica", "daemon")
                .check(ALL);
    }

    @Test
    void whatTheAdministratorUsesDoesNotKnowTheDaemon() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.mfsha.agent.cli..",
                        "org.mfsha.agent.config..",
                        "org.mfsha.agent.control..",
                        "org.mfsha.agent.security..",
                        "org.mfsha.agent.transport..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.mfsha.agent.daemon..",
                        "org.mfsha.agent.replica..",
                        "org.mfsha.agent.verify..",
                        "org.mfsha.agent.takeover..",
                        "org.mfsha.agent.standby..",
                        "org.mfsha.agent.address..",
                        "org.mfsha.agent.master..",
                        "org.mfsha.agent.store..",
                        "org.mfsha.agent.peer..")
                .check(ALL);
    }

    @Test
    void chanceComesFromNoPredictableSource() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(Random.class.getName())
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(RandomGenerator.class, "getDefault")
                .check(ALL);
    }

    @Test
    void onlyTheDaemonsFrameEndsTheProcess() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Main.class, DaemonProcess.class)
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(ALL);
    }

    /** Whoever sleeps waits for something that announces itself by no event; each case is listed with its reason. */
    @Test
    void nobodySleepsWithoutAReason() {
        noClasses()
                .that()
                // mfsmaster tells nobody when it listens for the first time.
                .doNotHaveFullyQualifiedName("org.mfsha.agent.master.FirstMetadata")
                .and()
                // mfsmaster tells nobody when a chunkserver has registered.
                .doNotHaveFullyQualifiedName("org.mfsha.agent.takeover.ChunkserverReturn")
                .and()
                // A whole second of the wall clock is no event.
                .doNotHaveFullyQualifiedName("org.mfsha.agent.daemon.Switchover")
                .and()
                // A deadline for a channel that has none of its own.
                .doNotBelongToAnyOf(ControlClient.class)
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .orShould()
                .callMethod(java.util.concurrent.TimeUnit.class, "sleep", long.class)
                .check(ALL);
    }
}
