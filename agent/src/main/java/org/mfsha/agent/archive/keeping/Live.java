package org.mfsha.agent.archive.keeping;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.mfsha.agent.archive.JournalLines;
import org.mfsha.agent.archive.Material;
import org.mfsha.core.history.Lineage;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.Image;
import org.mfsha.moosefs.files.Journal;

/**
 * What this node's mfsmaster works with at the moment, hot or serving.
 *
 * @param image its directory
 * @param lineage the epochs its changes belong to, asked for after the journals were looked at
 * @param journals all changes that this node can tell, oldest first
 */
public record Live(Path image, Lineage lineage, List<Journal> journals) {
    public Live {
        journals = List.copyOf(journals);
    }

    /** The newest base: of a serving master what it saved last. */
    BaseFile base() throws IOException {
        return BaseFile.open(image.resolve(Image.BASE_NAME));
    }

    /** Everything in it, as material for the archive. */
    Material material(BaseFile base) throws IOException {
        List<Material.Log> logs = journals.stream()
                .map(journal ->
                        new Material.Log(new JournalLines(journal), journal.firstVersion(), journal.nextVersion()))
                .filter(log -> log.next() > log.first())
                .toList();
        return Material.of(image.getFileName().toString(), lineage, base, logs);
    }
}
