# The entry point of every sample: there is no C runtime. The process ends when main returns, with its result as exit code.
    .intel_syntax noprefix
    .text
    .globl _start, ___main
_start:
    call _main
    ret
___main:                                        # GCC's main calls it for constructors; there are none
    ret
