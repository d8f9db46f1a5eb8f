package org.mfsha.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    private static final Set<String> PURE = Set.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.runtime",
            "java.lang.annotation",
            "java.util",
            "java.util.function",
            "java.util.stream");
    private static final Set<String> IMPURE_METHODS = Set.of("nanoTime", "currentTimeMillis", "getProperty", "getenv");

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.mfsha.core");

    @Test
    void theCoreKnowsNothingButItselfAndPureJava() {
        DescribedPredicate<JavaClass> pure = describe(
                "pure",
                type -> type.getPackageName().startsWith("org.mfsha.core")
                        || type.getBaseComponentType().isPrimitive()
                        || PURE.contains(type.getBaseComponentType().getPackageName()));
        classes().should().onlyDependOnClassesThat(pure).check(CORE);
    }

    @Test
    void theCoreHasNoClockNoThreadAndNoChance() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Thread.class, ThreadLocal.class, Random.class, Process.class, Runtime.class)
                .orShould()
                .callMethodWhere(describe(
                        "of the system",
                        (JavaAccess<?> call) -> call.getTargetOwner().isEquivalentTo(System.class)
                                && IMPURE_METHODS.contains(call.getName())))
                .orShould()
                .callMethod(Math.class, "random")
                .check(CORE);
    }

    @Test
    void packagesFormNoCircle() {
        slices().matching("org.mfsha.core.(*)").should().beFreeOfCycles().check(CORE);
        noClasses()
                .that()
                .resideInAPackage("org.mfsha.core.history")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.mfsha.core.protocol", "org.mfsha.core.election")
                .check(CORE);
        noClasses()
                .that()
                .resideInAPackage("org.mfsha.core.protocol")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.mfsha.core.election")
                .check(CORE);
    }
}
