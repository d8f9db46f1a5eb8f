package org.mfsha.moosefs.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MooseVersionTest {
    @Test
    void aProgramTellsItsVersionInItsFirstLine() {
        assertThat(MooseVersion.told("version: 3.0.117-1 ; build: 1341\n")).contains(new MooseVersion(3, 0, 117));
        assertThat(MooseVersion.told("version: 4.57.6-1")).contains(new MooseVersion(4, 57, 6));
    }

    @Test
    void whatIsNoVersionIsNone() {
        assertThat(MooseVersion.told("")).isEmpty();
        assertThat(MooseVersion.told("can't load config file")).isEmpty();
        assertThat(MooseVersion.told("version: 3.0.117654")).isEmpty();
    }

    @Test
    void versionsAreOrderedAsReleased() {
        assertThat(new MooseVersion(3, 0, 116)).isLessThan(new MooseVersion(3, 0, 117));
        assertThat(new MooseVersion(3, 0, 117)).isLessThan(new MooseVersion(4, 0, 1));
    }
}
