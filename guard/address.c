#include "guard.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* One address can be on an interface once per prefix length. */
#define MAX_COPIES 33

bool address_parse(struct address *address, const char *interface, const char *text) {
    char ip[INET_ADDRSTRLEN];
    const char *slash = strchr(text, '/');
    if (slash == NULL || (size_t)(slash - text) >= sizeof ip || strlen(interface) >= IF_NAMESIZE
        || interface[0] == '\0' || strchr(interface, '/') != NULL) {
        return false;
    }
    memcpy(ip, text, (size_t)(slash - text));
    ip[slash - text] = '\0';
    char *end;
    long prefix = strtol(slash + 1, &end, 10);
    if (end == slash + 1 || *end != '\0' || prefix < 1 || prefix > 32
        || inet_pton(AF_INET, ip, &address->ip) != 1) {
        return false;
    }
    address->prefix = (uint8_t)prefix;
    snprintf(address->interface, sizeof address->interface, "%s", interface);
    return true;
}

static int open_netlink(uint32_t groups) {
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    if (fd < 0) {
        return -1;
    }
    struct sockaddr_nl local = {.nl_family = AF_NETLINK, .nl_groups = groups};
    if (bind(fd, (struct sockaddr *)&local, sizeof local) < 0) {
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

int address_open(struct address *address) {
    address->request_fd = open_netlink(0);
    if (address->request_fd < 0) {
        return errno;
    }
    address->notify_fd = open_netlink(RTMGRP_IPV4_IFADDR);
    return address->notify_fd < 0 ? errno : 0;
}

/*
 * Removing the first address of a network removes the others of it too, unless promote_secondaries
 * is on. The shared address is the first one when the node's own was set up or renewed later.
 */
int address_keep_neighbours(const struct address *address) {
    char path[64 + IF_NAMESIZE];
    snprintf(path, sizeof path, "/proc/sys/net/ipv4/conf/%s/promote_secondaries", address->interface);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) {
        return errno;
    }
    int error = write(fd, "1", 1) == 1 ? 0 : errno;
    close(fd);
    return error;
}

/* The kernel works on the request inside send(); the answer is there when send() returns. */
static int await_answer(struct address *address) {
    int64_t deadline = boot_nanos() + REQUEST_DEADLINE_MILLIS * INT64_C(1000000);
    for (;;) {
        _Alignas(struct nlmsghdr) char buffer[4096];
        ssize_t length = recv(address->request_fd, buffer, sizeof buffer, 0);
        if (length < 0 && errno != EAGAIN && errno != EINTR) {
            return errno;
        }
        if (length >= (ssize_t)NLMSG_LENGTH(sizeof(struct nlmsgerr))) {
            struct nlmsghdr *header = (struct nlmsghdr *)(void *)buffer;
            if (header->nlmsg_type == NLMSG_ERROR && header->nlmsg_seq == address->sequence) {
                return -((struct nlmsgerr *)NLMSG_DATA(header))->error;
            }
        }
        int64_t left = (deadline - boot_nanos()) / 1000000;
        if (left <= 0) {
            return ETIMEDOUT;
        }
        struct pollfd ready = {.fd = address->request_fd, .events = POLLIN};
        poll(&ready, 1, (int)left);
    }
}

static int request(struct address *address, uint16_t type, uint16_t flags) {
    unsigned index = if_nametoindex(address->interface);
    if (index == 0) {
        return ENODEV;
    }
    struct {
        struct nlmsghdr header;
        struct ifaddrmsg body;
        struct rtattr local_header;
        struct in_addr local;
        struct rtattr address_header;
        struct in_addr address;
    } message = {
        .header = {.nlmsg_type = type, .nlmsg_flags = (uint16_t)(NLM_F_REQUEST | NLM_F_ACK | flags)},
        .body = {.ifa_family = AF_INET, .ifa_prefixlen = address->prefix, .ifa_index = index},
        .local_header = {.rta_type = IFA_LOCAL, .rta_len = RTA_LENGTH(sizeof(struct in_addr))},
        .local = address->ip,
        .address_header = {.rta_type = IFA_ADDRESS, .rta_len = RTA_LENGTH(sizeof(struct in_addr))},
        .address = address->ip,
    };
    /* A removal names no network, so that it finds the address under any prefix length. */
    size_t length = type == RTM_DELADDR ? sizeof message - RTA_LENGTH(sizeof(struct in_addr)) : sizeof message;
    message.header.nlmsg_len = (uint32_t)length;
    message.header.nlmsg_seq = ++address->sequence;
    struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
    if (sendto(address->request_fd, &message, length, 0, (struct sockaddr *)&kernel, sizeof kernel) < 0) {
        return errno;
    }
    return await_answer(address);
}

int address_add(struct address *address) {
    return request(address, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
}

/* A socket can be bound to an address of this host only: ip_nonlocal_bind is off, or the agent does not start. */
int address_check(const struct address *address) {
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return errno;
    }
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr = address->ip};
    int error = bind(fd, (struct sockaddr *)&name, sizeof name) == 0 ? 0 : errno;
    close(fd);
    return error;
}

int address_remove(struct address *address) {
    int error = 0;
    for (int i = 0; i < MAX_COPIES && error == 0; i++) {
        error = request(address, RTM_DELADDR, 0);
    }
    return error == EADDRNOTAVAIL || error == ENODEV ? 0 : error;
}

/*
 * Which notification it was does not matter: the caller tries to add the address, and the kernel
 * says EEXIST when it is still there.
 */
bool address_maybe_lost(struct address *address) {
    bool notified = false;
    for (;;) {
        char buffer[8192];
        ssize_t received = recv(address->notify_fd, buffer, sizeof buffer, 0);
        if (received < 0 && errno != ENOBUFS && errno != EINTR) {
            return notified;
        }
        notified = true; /* ENOBUFS: the kernel dropped notifications, ours may be among them */
    }
}
