/* Runs a kernel natively: native IMAGE N [RUNS]. Prints a line for each run: seconds and checksum. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

#define BASE ((void *)0x10000000)
#define SIZE 0x2000000

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

int main(int count, char **arguments)
{
    if (count < 3) {
        fprintf(stderr, "usage: native IMAGE N [RUNS]\n");
        return 2;
    }
    unsigned n = (unsigned)strtoul(arguments[2], NULL, 0);
    int runs = count > 3 ? atoi(arguments[3]) : 1;
    void *memory = mmap(BASE, SIZE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    FILE *image = fopen(arguments[1], "rb");
    if (memory != BASE || !image || fread(memory, 1, SIZE, image) == 0) {
        perror(arguments[1]);
        return 1;
    }
    fclose(image);
    for (int i = 0; i < runs; i++) {
        double start = now();
        unsigned checksum = ((unsigned (*)(unsigned))memory)(n);
        printf("%.6f %08x\n", now() - start, checksum);
        fflush(stdout);
    }
    return 0;
}
