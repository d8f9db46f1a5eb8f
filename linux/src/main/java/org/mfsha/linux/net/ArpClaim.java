package org.mfsha.linux.net;

import java.net.Inet4Address;

/** Another machine said by ARP that it has the address. */
public record ArpClaim(Inet4Address address, MacAddress owner) {}
