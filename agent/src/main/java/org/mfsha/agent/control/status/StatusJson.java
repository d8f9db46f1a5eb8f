package org.mfsha.agent.control.status;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link Status} as maps and lists, the way JSON has them; what is not known is left out. */
public final class StatusJson {
    private StatusJson() {}

    /** For a control answer. */
    public static Map<String, Object> toMap(Status status) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("node", status.node());
        putIfKnown(map, "leader", status.leader());
        putIfKnown(map, "whyNoLeader", status.whyNoLeader());
        map.put("epoch", status.epoch());
        map.put("leaseRemainingMillis", status.leaseRemainingMillis());
        putIfKnown(map, "sharedAddress", status.sharedAddress());
        putIfKnown(map, "addressHolder", status.addressHolder());
        map.put("nodes", status.nodes().stream().map(StatusJson::toMap).toList());
        putIfKnown(map, "lastTakeover", status.lastTakeover().map(StatusJson::toMap));
        putIfKnown(map, "pause", status.pause().map(StatusJson::toMap));
        map.put("problems", status.problems());
        return map;
    }

    private static Map<String, Object> toMap(PauseStatus pause) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("leader", pause.leader());
        map.put("phase", pause.phase());
        map.put("until", pause.until());
        map.put("remainingMillis", pause.remainingMillis());
        map.put("note", pause.note());
        putIfKnown(map, "trouble", pause.trouble());
        return map;
    }

    /** One takeover, for {@code history}. */
    public static Map<String, Object> toMap(TakeoverStatus takeover) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("epoch", takeover.epoch());
        map.put("leader", takeover.leader());
        putIfKnown(map, "previousLeader", takeover.previousLeader());
        map.put("reason", takeover.reason());
        map.put("startedAt", takeover.startedAt());
        putIfKnown(map, "listeningAt", takeover.listeningAt());
        map.put(
                "phases",
                takeover.phases().stream()
                        .map(phase -> Map.of("name", phase.name(), "micros", phase.micros()))
                        .toList());
        map.put("lost", takeover.lost());
        map.put("lostCount", takeover.lostCount());
        return map;
    }

    private static Map<String, Object> toMap(NodeStatus node) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", node.name());
        map.put("kind", node.kind());
        map.put("role", node.role());
        map.put("reachable", node.reachable());
        map.put("hot", node.hot());
        putIfKnown(map, "whyNotHot", node.whyNotHot());
        map.put("epoch", node.epoch());
        putIfKnown(
                map,
                "position",
                node.position().map(position -> Map.of("epoch", position.epoch(), "version", position.version())));
        putIfKnown(map, "lagLines", node.lagLines());
        putIfKnown(map, "lastHeardMillis", node.lastHeardMillis());
        putIfKnown(map, "clockSkewMillis", node.clockSkewMillis());
        return map;
    }

    private static void putIfKnown(Map<String, Object> map, String name, Optional<?> value) {
        value.ifPresent(known -> map.put(name, known));
    }

    /**
     * From a control answer.
     *
     * @throws IllegalArgumentException if it is no status, for example of another version of mfsha
     */
    public static Status status(Object answer) {
        JsonObject json = new JsonObject(answer);
        return new Status(
                json.text("node"),
                json.optionalText("leader"),
                json.optionalText("whyNoLeader"),
                json.number("epoch"),
                json.number("leaseRemainingMillis"),
                json.optionalText("sharedAddress"),
                json.optionalText("addressHolder"),
                json.list("nodes").stream().map(StatusJson::node).toList(),
                json.optional("lastTakeover").map(StatusJson::takeover),
                texts(json.list("problems")),
                json.optional("pause").map(StatusJson::pause));
    }

    private static PauseStatus pause(Object answer) {
        JsonObject json = new JsonObject(answer);
        return new PauseStatus(
                json.text("leader"),
                json.text("phase"),
                json.text("until"),
                json.number("remainingMillis"),
                json.text("note"),
                json.optionalText("trouble"));
    }

    /**
     * From one element of a {@code history} answer.
     *
     * @throws IllegalArgumentException if it is no takeover
     */
    public static TakeoverStatus takeover(Object answer) {
        JsonObject json = new JsonObject(answer);
        return new TakeoverStatus(
                json.number("epoch"),
                json.text("leader"),
                json.optionalText("previousLeader"),
                json.text("reason"),
                json.text("startedAt"),
                json.optionalText("listeningAt"),
                json.list("phases").stream()
                        .map(JsonObject::new)
                        .map(phase -> new TakeoverStatus.Phase(phase.text("name"), phase.number("micros")))
                        .toList(),
                texts(json.list("lost")),
                json.optionalNumber("lostCount").orElse((long) json.list("lost").size()));
    }

    private static NodeStatus node(Object answer) {
        JsonObject json = new JsonObject(answer);
        return new NodeStatus(
                json.text("name"),
                json.text("kind"),
                json.text("role"),
                json.truth("reachable"),
                json.truth("hot"),
                json.optionalText("whyNotHot"),
                json.number("epoch"),
                json.optional("position")
                        .map(JsonObject::new)
                        .map(position -> new PositionStatus(position.number("epoch"), position.number("version"))),
                json.optionalNumber("lagLines"),
                json.optionalNumber("lastHeardMillis"),
                json.optionalNumber("clockSkewMillis"));
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(String::valueOf).toList();
    }
}
