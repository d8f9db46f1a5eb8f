#define _GNU_SOURCE
#include "guard.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define STACK_BYTES (64 * 1024)

static void beware(struct keeper *keeper) {
    uint64_t count;
    if (read(keeper->timer_fd, &count, sizeof count) < 0) {
        return; /* disarmed or set anew meanwhile */
    }
    int64_t lease = atomic_load(&keeper->lease);
    if (lease == 0 || boot_nanos() < lease + KEEPER_GRACE_NANOS) {
        return;
    }
    /*
     * Stop, then tell. Told first, the loop could have suspended and resumed mfsmaster before the
     * stop, and nobody would know that it stands still.
     */
    child_signal(keeper->child, SIGSTOP);
    atomic_store(&keeper->stopped, true);
    eventfd_write(keeper->wake_fd, 1);
}

static void *keep(void *argument) {
    struct keeper *keeper = argument;
    enter_realtime(); /* a thread does not inherit it */
    for (;;) {
        struct pollfd timer = {.fd = keeper->timer_fd, .events = POLLIN};
        if (poll(&timer, 1, -1) == 1) {
            beware(keeper);
        }
    }
    return NULL;
}

int keeper_start(struct keeper *keeper, const struct child *child) {
    keeper->child = child;
    keeper->timer_fd = timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    keeper->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (keeper->timer_fd < 0 || keeper->wake_fd < 0) {
        return errno;
    }
    pthread_t thread;
    pthread_attr_t attributes;
    int error = pthread_attr_init(&attributes);
    if (error == 0) {
        /* Its whole stack is locked into memory. */
        error = pthread_attr_setstacksize(&attributes, STACK_BYTES);
    }
    if (error == 0) {
        error = pthread_create(&thread, &attributes, keep, keeper);
    }
    return error;
}

void keeper_arm(struct keeper *keeper, int64_t lease) {
    atomic_store(&keeper->lease, lease);
    set_timer(keeper->timer_fd, lease == 0 ? 0 : lease + KEEPER_GRACE_NANOS);
}

bool keeper_stopped(struct keeper *keeper) {
    eventfd_t count;
    eventfd_read(keeper->wake_fd, &count);
    return atomic_exchange(&keeper->stopped, false);
}
