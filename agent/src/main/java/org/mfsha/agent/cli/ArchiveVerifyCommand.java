package org.mfsha.agent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mfsha.agent.archive.Item;
import org.mfsha.agent.archive.recovery.Inspection;
import org.mfsha.agent.archive.recovery.Stock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        description = "Read every archived file: checksums, every change in its place, whole metadata. Exit status 8 if"
                + " one is damaged.")
final class ArchiveVerifyCommand implements Callable<Integer> {
    @Mixin
    private Past past;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        return past.use(this::verify);
    }

    private int verify(Stock stock) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<String> wrong = new ArrayList<>(stock.archive().problems());
        for (Item item : stock.archive().items()) {
            Optional<String> damage = Inspection.of(item);
            damage.ifPresent(wrong::add);
        }
        wrong.forEach(each -> out.println("DAMAGED: " + each));
        out.println(stock.archive().items().size() + " files read, " + wrong.size() + " damaged");
        out.flush();
        return wrong.isEmpty() ? ExitStatus.OK : ExitStatus.DAMAGED;
    }
}
