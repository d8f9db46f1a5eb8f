package org.mfsha.lab.control;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a JSON object tolerantly: what is missing is empty, what is unknown is left alone.
 *
 * @param map the object as the parser gives it
 */
public record Fields(Map<?, ?> map) {
    /** The fields of an object; none if this is no object. */
    public static Fields of(Object json) {
        return new Fields(json instanceof Map<?, ?> map ? map : Map.of());
    }

    /** A text; an empty one counts as missing. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(map.get(name)).map(Object::toString).filter(text -> !text.isEmpty());
    }

    /** A whole number; 0 when it is missing. */
    public long number(String name) {
        return map.get(name) instanceof Number number ? number.longValue() : 0;
    }

    /** A number; empty when it is missing. */
    public Optional<Double> decimal(String name) {
        return map.get(name) instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
    }

    /** Numbers by name, in the order of the file. */
    public Map<String, Long> numbers(String name) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        object(name).map().forEach((key, value) -> {
            if (value instanceof Number number) {
                numbers.put(String.valueOf(key), number.longValue());
            }
        });
        return numbers;
    }

    /** A time in ISO 8601 as milliseconds since 1970; 0 when it is missing. */
    public long instant(String name) {
        return text(name).map(Instant::parse).map(Instant::toEpochMilli).orElse(0L);
    }

    /** Whether it is there and true. */
    public boolean flag(String name) {
        return Boolean.TRUE.equals(map.get(name));
    }

    /** An object within; an empty one when it is missing. */
    public Fields object(String name) {
        return of(map.get(name));
    }

    /** A list of objects; none when it is missing. */
    public List<Fields> objects(String name) {
        return map.get(name) instanceof List<?> list
                ? list.stream().map(Fields::of).toList()
                : List.of();
    }

    /** A list of texts; none when it is missing. */
    public List<String> texts(String name) {
        return map.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
