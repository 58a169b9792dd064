/* Loaded before the C library (LD_PRELOAD): while the file named by DISK_FAILS_WHEN is there, no sync succeeds. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int fails(void) {
  const char *when = getenv("DISK_FAILS_WHEN");
  return when && access(when, F_OK) == 0;
}

static int call(const char *name, int file) {
  if (fails()) {
    errno = EIO;
    return -1;
  }
  return ((int (*)(int))dlsym(RTLD_NEXT, name))(file);
}

int fsync(int file) { return call("fsync", file); }
int fdatasync(int file) { return call("fdatasync", file); }
