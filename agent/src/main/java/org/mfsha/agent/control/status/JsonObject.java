package org.mfsha.agent.control.status;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Typed members of a parsed JSON object; a missing or wrong one is an {@link IllegalArgumentException}. */
record JsonObject(Map<?, ?> members) {
    JsonObject(Object parsed) {
        this(expect(Map.class, "form", parsed));
    }

    Optional<Object> optional(String name) {
        return Optional.ofNullable(members.get(name));
    }

    Optional<String> optionalText(String name) {
        return optional(name).map(value -> expect(String.class, name, value));
    }

    Optional<Long> optionalNumber(String name) {
        return optional(name).map(value -> expect(Number.class, name, value).longValue());
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    long number(String name) {
        return optionalNumber(name).orElseThrow(() -> missing(name));
    }

    boolean truth(String name) {
        return optional(name).map(value -> expect(Boolean.class, name, value)).orElseThrow(() -> missing(name));
    }

    List<?> list(String name) {
        return optional(name)
                .<List<?>>map(value -> expect(List.class, name, value))
                .orElseThrow(() -> missing(name));
    }

    private static IllegalArgumentException missing(String name) {
        return new IllegalArgumentException("the answer has no " + name);
    }

    private static <T> T expect(Class<T> type, String name, Object value) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    "the answer's " + name + " is no " + type.getSimpleName() + "; is the daemon of the same version?");
        }
        return type.cast(value);
    }
}
