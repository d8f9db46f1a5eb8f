/*
 * mfsha-guard: the dead-man's switch beside one mfsmaster.
 *
 * main.c     the event loop, the commands and the lease
 * keeper.c   a second thread, for a lease that ends while the loop waits for the kernel
 * child.c    mfsmaster in a PID namespace of its own, which dies with the guard
 * address.c  the shared address, by rtnetlink
 *
 * Nothing here allocates memory after the start, and every wait but the event loop's own has a deadline.
 */
#ifndef MFSHA_GUARD_H
#define MFSHA_GUARD_H

#include <net/if.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* How long the helpers of a dead mfsmaster (its changelog writer) may take to finish their files. */
#define HELPERS_GRACE_MILLIS 1000
#define REQUEST_DEADLINE_MILLIS 200
/* How long the loop may be late before the keeper acts in its place. */
#define KEEPER_GRACE_NANOS INT64_C(3000000)

struct address {
    char interface[IF_NAMESIZE];
    struct in_addr ip;
    uint8_t prefix;
    int request_fd;
    int notify_fd;
    uint32_t sequence;
};

/* Parses "10.0.0.100/24". */
bool address_parse(struct address *address, const char *interface, const char *text);
/* Opens both sockets. 0 or an errno. */
int address_open(struct address *address);
/* Makes the kernel keep the other addresses of the network when this one goes. 0 or an errno. */
int address_keep_neighbours(const struct address *address);
/* Adds the address. 0, or an errno: EEXIST when the interface had it already. */
int address_add(struct address *address);
/* Whether this host has the address. 0 when it has, else an errno. */
int address_check(const struct address *address);
/* Removes the address, whatever its prefix. 0 when it is surely gone, else an errno. */
int address_remove(struct address *address);
/* Empties the notification socket. True when the address may have been removed meanwhile. */
bool address_maybe_lost(struct address *address);

struct child {
    pid_t pid; /* mfsmaster, as the guard's PID namespace numbers it */
    int pidfd;
    pid_t init;
    int status_fd; /* init sends the wait status of mfsmaster, then closes */
};

/* Starts argv in a new PID namespace. 0 or an errno. */
int child_start(struct child *child, char *const argv[]);
int child_signal(const struct child *child, int signal);
/* Waits until init has told how mfsmaster ended. False when that is not known by the deadline. */
bool child_status(const struct child *child, int *wait_status);
/* Waits for the end of every process of the namespace; kills them at the deadline. */
void child_finish(struct child *child);

/*
 * Changing an address waits for the kernel's rtnl lock, which others may hold for seconds. The keeper
 * touches nothing but a timer and mfsmaster's pidfd, so that it can always stop mfsmaster in time.
 */
struct keeper {
    _Atomic int64_t lease; /* as struct guard's */
    atomic_bool stopped;   /* the keeper has stopped mfsmaster, and the loop does not know yet */
    int timer_fd;
    int wake_fd; /* readable when stopped was set */
    const struct child *child;
};

/* Starts the thread. 0 or an errno. */
int keeper_start(struct keeper *keeper, const struct child *child);
/* Follows the lease; 0 disarms. */
void keeper_arm(struct keeper *keeper, int64_t lease);
/* Whether the keeper had to stop mfsmaster since the last call. */
bool keeper_stopped(struct keeper *keeper);

int64_t boot_nanos(void);
/* Sets a timer on CLOCK_BOOTTIME; 0 disarms. */
void set_timer(int timer_fd, int64_t nanos);
/* Gives the calling thread real-time priority. 0 or an errno. */
int enter_realtime(void);
void warn_errno(const char *what, int error);

#endif
