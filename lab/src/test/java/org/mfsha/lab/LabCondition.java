package org.mfsha.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A lab needs root, FUSE and the programs of MooseFS. */
final class LabCondition implements ExecutionCondition {
    private static final List<Path> NEEDED = List.of(
            Path.of("/dev/fuse"),
            Path.of("/usr/sbin/mfsmaster"),
            Path.of("/usr/sbin/mfschunkserver"),
            Path.of("/usr/bin/mfsmount"),
            Path.of("/usr/bin/nsenter"),
            Path.of("/sbin/ip"));

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!System.getProperty("user.name").equals("root")) {
            return ConditionEvaluationResult.disabled("a lab needs root");
        }
        Optional<Path> absent =
                NEEDED.stream().filter(path -> !Files.exists(path)).findFirst();
        return absent.map(path -> ConditionEvaluationResult.disabled("a lab needs " + path))
                .orElseGet(() -> ConditionEvaluationResult.enabled("a lab can be made here"));
    }
}
