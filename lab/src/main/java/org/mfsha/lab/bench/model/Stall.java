package org.mfsha.lab.bench.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mfsha.lab.control.Fields;

/**
 * How long an application stood still.
 *
 * @param millis the longest time in which it completed nothing
 * @param ended whether it went on; if not, the time is only how long it was watched
 */
public record Stall(double millis, boolean ended) {
    static Stall from(Fields fields) {
        return new Stall(fields.decimal("millis").orElse(0.0), fields.flag("ended"));
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("millis", millis);
        json.put("ended", ended);
        return json;
    }
}
