package org.mfsha.lab;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.time.Duration;
import org.mfsha.lab.system.Commands;
import org.mfsha.lab.system.NetworkNamespace;

/**
 * Makes a lab. Making its directory is what claims the name: nothing is touched before, everything is taken back when a
 * later step fails or the process is told to end.
 */
final class LabCreation {
    private static final Duration ROLLBACK_LIMIT = Duration.ofSeconds(30);

    private final LabSpec spec;

    LabCreation(LabSpec spec) {
        this.spec = spec;
    }

    /** Makes everything and starts it. */
    Lab up() throws IOException, InterruptedException {
        return make(Lab::startAll);
    }

    /** Makes everything and starts nothing. */
    Lab prepare() throws IOException, InterruptedException {
        return make(_ -> {});
    }

    private interface Beginning {
        void of(Lab lab) throws IOException, InterruptedException;
    }

    private Lab make(Beginning beginning) throws IOException, InterruptedException {
        spec.check();
        if (!spec.bare() && !Files.isExecutable(spec.agentProgram())) {
            throw new LabException("no " + spec.agentProgram() + ": build it (`make build`) or ask for a bare lab");
        }
        claim();
        Thread hook = rollbackHook(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(hook);
        boolean done = false;
        try {
            Lab lab = build();
            beginning.of(lab);
            done = true;
            return lab;
        } finally {
            if (!done) {
                rollBack();
            }
            forget(hook);
        }
    }

    private void claim() throws IOException {
        Files.createDirectories(spec.home());
        if (!NetworkNamespace.startingWith(LabNames.namespacePrefix(spec.name()))
                .isEmpty()) {
            throw alreadyThere();
        }
        try {
            Files.createDirectory(spec.directory());
        } catch (FileAlreadyExistsException exists) {
            LabException problem = alreadyThere();
            problem.initCause(exists);
            throw problem;
        }
    }

    private LabException alreadyThere() {
        return new LabException("there is a lab \"" + spec.name() + "\" already (or what is left of one): `bin/lab down"
                + " --name " + spec.name() + "` removes it");
    }

    private Lab build() throws IOException, InterruptedException {
        spec.save();
        if (!spec.bare()) {
            Commands.run(
                    spec.agentProgram().toString(),
                    "keygen",
                    spec.directory().resolve(HostFiles.KEY).toString());
        }
        HostFiles files = new HostFiles(spec);
        LabNetwork network = new LabNetwork(spec.name());
        network.create();
        Lab lab = new Lab(spec);
        for (Host host : lab.hosts()) {
            files.write(host);
            network.attachNew(host);
        }
        return lab;
    }

    private void rollBack() throws IOException, InterruptedException {
        boolean interrupted = Thread.interrupted(); // or the clean-up would stop at its first wait
        new Teardown(spec.home(), spec.name()).run();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** On Ctrl-C: interrupts the maker, and keeps the process alive until it has cleaned up. */
    private static Thread rollbackHook(Thread maker) {
        return new Thread(() -> {
            maker.interrupt();
            try {
                maker.join(ROLLBACK_LIMIT);
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            System.getLogger(LabCreation.class.getName())
                    .log(System.Logger.Level.DEBUG, "asked to end while making a lab", shuttingDown);
        }
    }
}
