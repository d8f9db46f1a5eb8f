package org.mfsha.moosefs.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangelogLineTest {
    @Test
    void aLineFromARealMasterIsTakenApart() throws Exception {
        ChangelogLine line = parse("3: 1795367653|CREATE(1,a%2Cb,2,511,18,0,0,0):7");
        assertThat(line.version()).isEqualTo(3);
        assertThat(line.timestampSeconds()).isEqualTo(1795367653L);
        assertThat(line.operation()).isEqualTo("CREATE");
        assertThat(line.arguments()).containsExactly("1", "a%2Cb", "2", "511", "18", "0", "0", "0");
        assertThat(line.numericResult()).isEqualTo(7);
    }

    @Test
    void bracketsInANameAreNoList() throws Exception {
        assertThat(parse("9: 5|MOVE(1,[1,2,3]):4").arguments()).containsExactly("1", "[1", "2", "3]");
    }

    @Test
    void anEmptyLastArgumentCounts() throws Exception {
        assertThat(parse("9: 5|SETPATH(4,)").arguments()).containsExactly("4", "");
    }

    @Test
    void snapshotsListOfGroupsIsOneArgument() throws Exception {
        ChangelogLine line = parse("9: 5|SNAPSHOT(2,1,[n,0,0,0,[4,5],18):1,2,3,4,5,6");
        assertThat(line.arguments()).contains("[4,5]").hasSize(8);
        assertThat(line.result()).contains("1,2,3,4,5,6");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "7: IDLE(); no timestamp",
                "7: x|IDLE(); timestamp is not a number",
                "7: 4294967296|IDLE(); beyond 32 bits",
                "7: 1|IDLE; parentheses",
                "7: 1|(1); parentheses",
                "7: 1|idle(); capitals",
                "7: 1|A(1(2); parenthesis among",
                "7: 1|A(1)x; other than a result",
                "7: 1|A(1):; other than a result",
                "7:1|A(1); no space",
                "0: 1|A(1); out of range",
                "99999999999999999999: 1|A(1); no version",
                "x: 1|A(1); no digit"
            })
    void aMalformedLineSaysWhy(String line, String why) {
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(MetadataException.class)
                .hasMessageContaining(why);
    }

    private static ChangelogLine parse(String line) throws MetadataException {
        return ChangelogLine.parse(LogLine.split(line));
    }

    @Test
    void aLineKnowsItsSecondWithoutBeingTakenApart() {
        assertThat(new LogLine(5, "1790000000|CREATE(1,a|b,1,420,0,0,0,0):7").seconds())
                .hasValue(1_790_000_000L);
        for (String text : new String[] {"CREATE(1,a|b)", "|ACCESS(1)", "12x|ACCESS(1)", "12345678901|ACCESS(1)"}) {
            assertThat(new LogLine(5, text).seconds()).as(text).isEmpty();
        }
    }
}
